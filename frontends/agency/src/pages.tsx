import { Failed, HallLink, Pages, Waiting } from '@wangting/kit-core';
import { ApplicationDetail, type ItemModule } from '@wangting/kit-data';
import { lazy, Suspense, type ReactNode } from 'react';
import { Queue } from './queue.tsx';

/** Brings a contract with it: fetched by whoever opens it. */
const Units = lazy(() => import('./units.tsx'));
const Entries = lazy(() => import('./entries.tsx'));
const Registrations = lazy(() => import('./registrations.tsx'));
const Dues = lazy(() => import('./ledger/dues.tsx'));
const Payments = lazy(() => import('./ledger/payments.tsx'));
const Deliveries = lazy(() => import('./deliveries.tsx'));
const Exemptions = lazy(() => import('./ledger/exemptions.tsx'));
const OverAge = lazy(() => import('./ledger/over-age.tsx'));
const Policies = lazy(() => import('./ledger/policies.tsx'));
const Samples = lazy(() => import('./samples.tsx'));
const later = (page: ReactNode) => <Suspense fallback={<Waiting rows={4} />}>{page}</Suspense>;

/** 待办: the list, and one case; what the agency keeps of a unit. */
export default function Agency() {
  return (
    <Pages
      at={{
        '/agency': () => <Queue />,
        '/agency/units': () => later(<Units />),
        '/agency/dues': () => later(<Dues />),
        '/agency/payments': () => later(<Payments />),
        '/agency/policies': () => later(<Policies />),
        '/agency/exemptions': () => later(<Exemptions />),
        '/agency/over-age': () => later(<OverAge />),
        '/agency/entries': () => later(<Entries />),
        '/agency/registrations': () => later(<Registrations />),
        '/agency/samples': () => later(<Samples />),
        '/agency/deliveries': () => later(<Deliveries />),
        '/agency/:owner/:applicationId': ({ owner = '', applicationId = '' }) => <Case owner={owner} applicationId={applicationId} />,
      }}
      otherwise={
        <Failed page title="没有找到这个页面" extra={<HallLink to="/agency">返回待办</HallLink>}>
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
