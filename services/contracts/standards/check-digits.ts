/** The check-digit systems several numbers share. */

const MOD_11_2_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** ISO 7064 MOD 11-2 over the first 17 digits (GB 11643, 居民身份证 and the 2023 永久居留身份证). Answers 0–9 or X. */
export function mod11x2(first17: string): string {
  const sum = MOD_11_2_WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** ISO 7064 MOD 11,10 (GB/T 17710) over a text of digits, as used by bank codes (CNAPS 行号). Answers 0–9. */
export function mod11x10(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return String((11 - product) % 10);
}

/** Luhn (ISO/IEC 7812), the last digit included. Most bank cards keep it; some older Chinese cards do not. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, char, i) => {
    const value = Number(char) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
