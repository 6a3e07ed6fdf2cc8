/** The antd components of forms and tables. Shared by all remotes through this kit, never fetched by the first screen. */
export { Cascader, Collapse, DatePicker, Drawer, Progress, Radio, Select, Tabs, Tag, Timeline } from 'antd';
export { Table } from './table.tsx';
export type { TableColumnsType } from 'antd';
