import { ItemRoutes, type ItemModule } from '@wangting/kit-data';

/** Every item this domain owns: queries from their views, forms from their contracts. */
export default function Items() {
  return (
    <ItemRoutes
      owner="contributions"
      contract={(id) =>
        import(
          /* webpackInclude: /[\\/]contributions[\\/](?!questions|ledger|due-views|[\w-]+-print)[\w-]+\.ts$/, webpackChunkName: "item-[request]" */ `@wangting/contracts/contributions/${id}.ts`
        ) as Promise<ItemModule>
      }
      page={() => undefined}
    />
  );
}
