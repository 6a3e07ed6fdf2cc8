/** A filter lives in the address, so that it can be shared and the back button works. Blank values are left out. */
export type Filter = Record<string, string>;

export function filterFrom(address: URLSearchParams, names: readonly string[]): Filter {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = address.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

export function toAddress(filter: Record<string, unknown>, page = 1, size = 10): URLSearchParams {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && value !== null && value !== '') address.set(name, String(value));
  if (page > 1) address.set('page', String(page));
  if (size !== 10) address.set('size', String(size));
  return address;
}

const whole = (text: string | null, fallback: number, most: number): number => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : fallback;
};
export const SIZES = [10, 20, 50, 100];
export const pageFrom = (address: URLSearchParams) => ({
  page: whole(address.get('page'), 1, 100_000),
  size: SIZES.includes(Number(address.get('size'))) ? Number(address.get('size')) : 10,
});

/** 共 n 条 显示 a-b 条 */
export const rangeWords = (total: number, page: number, size: number): string =>
  total === 0 ? '共 0 条' : `共 ${total} 条 显示 ${(page - 1) * size + 1}-${Math.min(page * size, total)} 条`;
