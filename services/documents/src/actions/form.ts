import { form } from '@wangting/contracts/documents/prints';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { addressOf, putObject } from '@wangting/kit/objects';
import { digest } from '@wangting/kit/sealed';
import { PDF, printedAt } from '../issue.ts';
import { missingGlyphs } from '../render/fonts.ts';
import { render } from '../render/renderer.ts';
import { titleOf, versionOf } from '../render/templates.ts';

/** Forms for signature lie under this prefix for a day. */
export const FORMS = 'prints/';

/**
 * A form for hand signature. Nothing is issued and nothing recorded: the application is the record, the paper only carries its number.
 * It is laid down under the digest of what it says, so printing it again and again leaves one object.
 */
export const formAction = implement(form, async ({ input }) => {
  const missing = missingGlyphs(input.data);
  if (missing.length) throw new HallError('GLYPH_MISSING', { characters: missing.join('、') });
  const title = titleOf(input.form, input.data);
  const data = { ...input.data, title, version: versionOf(input.form), printedAt: printedAt(), serialNo: input.serialNo };
  const { pdf, pages } = await render({ template: input.form, data, qr: input.serialNo });
  const key = `${FORMS}${input.applicationId}/${digest(data)}.pdf`;
  await putObject(key, pdf, PDF);
  return { title, pages, url: await addressOf(key, `${title}-${input.serialNo}.pdf`, PDF) };
});
