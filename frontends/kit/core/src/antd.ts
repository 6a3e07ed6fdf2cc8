/** The antd components every page may use from the first screen on: few, because the login page pays for them. The others are in kit-data. */
export { Alert, Button, Checkbox, Empty, Input, Modal } from 'antd';
export type { ButtonProps, InputRef } from 'antd';
