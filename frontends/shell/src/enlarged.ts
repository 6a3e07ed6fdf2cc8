/**
 * The page is enlarged by `zoom`, which the widths in media queries know nothing of: four columns would stay four at 200 %. While it is
 * enlarged, those widths grow with it, in the styles that are there and in those that come later. Fetched only by those who enlarge.
 */
const WIDTH = /((?:min|max)-width:\s*)([\d.]+)px/g;
const written = new Map<CSSMediaRule, string>();
let by = 1;

function widen(rule: CSSRule): void {
  if (rule instanceof CSSMediaRule) {
    const text = written.get(rule) ?? rule.media.mediaText;
    WIDTH.lastIndex = 0;
    if (!WIDTH.test(text)) return;
    written.set(rule, text);
    rule.media.mediaText = text.replace(WIDTH, (_, side: string, width: string) => `${side}${Number(width) * by}px`);
  } else if (rule instanceof CSSGroupingRule) {
    for (const inner of rule.cssRules) widen(inner);
  }
}
function widenAll(): void {
  for (const { cssRules } of document.styleSheets) for (const rule of cssRules) widen(rule);
}

let watching: MutationObserver | undefined;
/** From now on widths count `factor` times; 1 ends it. */
export function enlarge(factor: number): void {
  by = factor;
  widenAll();
  watching ??= new MutationObserver(() => by !== 1 && widenAll());
  watching.observe(document.head, { childList: true });
}
