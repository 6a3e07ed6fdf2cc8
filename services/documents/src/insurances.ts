/** The insurances of this hall, in the order papers list them. */
export const INSURANCES = ['210', '410'] as const;
const NAMES: Record<string, string> = { '210': '失业保险', '410': '工伤保险' };
export const insuranceName = (code: string): string => NAMES[code] ?? code;
