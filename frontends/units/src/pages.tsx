import { ItemRoutes, type ItemModule, type ItemPageProps } from '@wangting/kit-data';
import type { ComponentType } from 'react';

/** Pages of items for which the generic one is not enough, named by the item. */
const own = import.meta.webpackContext('./items', { mode: 'lazy', regExp: /^\.\/[\w-]+\.tsx$/ });

/** Every item this domain owns: its page comes from its contract. */
export default function Items() {
  return (
    <ItemRoutes
      owner="units"
      contract={(id) =>
        import(
          /* webpackInclude: /[\\/]units[\\/](?!questions|certificates|prints|[\w-]+-print)[\w-]+\.ts$/, webpackChunkName: "item-[request]" */ `@wangting/contracts/units/${id}.ts`
        ) as Promise<ItemModule>
      }
      page={(id) =>
        own.keys().includes(`./${id}.tsx`) ? (own(`./${id}.tsx`) as Promise<{ default: ComponentType<ItemPageProps> }>) : undefined
      }
    />
  );
}
