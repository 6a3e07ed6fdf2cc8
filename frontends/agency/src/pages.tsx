import { Failed, HallLink, Pages } from '@wangting/kit-core';
import { ApplicationDetail, type ItemModule } from '@wangting/kit-data';
import { Queue } from './queue.tsx';

/** 待办: the list, and one case. */
export default function Agency() {
  return (
    <Pages
      at={{
        '/agency': () => <Queue />,
        '/agency/:owner/:applicationId': ({ owner = '', applicationId = '' }) => <Case owner={owner} applicationId={applicationId} />,
      }}
      otherwise={
        <Failed title="没有找到这个页面" extra={<HallLink to="/agency">返回待办</HallLink>}>
          地址可能有误。
        </Failed>
      }
    />
  );
}

/** Whoever owns the item: its definition is fetched by owner and id. */
const contract = (owner: string, id: string) =>
  import(
    /* webpackInclude: /[\\/](units|persons|contributions|injury|benefits|unemployment|documents)[\\/](?!questions|certificates|prints|[\w-]+-print)[\w-]+\.ts$/, webpackChunkName: "item-[request]" */ `@wangting/contracts/${owner}/${id}.ts`
  ) as Promise<ItemModule>;

function Case({ owner, applicationId }: { owner: string; applicationId: string }) {
  return (
    <ApplicationDetail key={applicationId} owner={owner} applicationId={applicationId} contract={contract} side="staff" back="/agency" />
  );
}
