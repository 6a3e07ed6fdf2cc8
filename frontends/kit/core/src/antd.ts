/** The antd components every page may use from the first screen on. Forms, tables and pickers are in kit-data. */
export { Alert, App, Badge, Button, Checkbox, Dropdown, Empty, Input, Modal, Result, Skeleton, Spin, Tabs, Tag } from 'antd';
export type { ButtonProps, InputRef, TabsProps } from 'antd';
