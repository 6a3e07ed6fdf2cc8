import { WorkList } from '@wangting/kit-data';
import { useTitle } from '../title.tsx';
import { Drafts } from './drafts.tsx';

/** 我的办件 = what is stored, and 已申请流程信息 over all items. */
export function MyWork() {
  useTitle('我的办件');
  return (
    <>
      <h1>我的办件</h1>
      <Drafts />
      <WorkList name="mine" />
    </>
  );
}
