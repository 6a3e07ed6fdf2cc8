import { form } from '@wangting/contracts/documents/prints';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { printedAt } from '../issue.ts';
import { addressOf, putPdf } from '../objects.ts';
import { qrOf } from '../render/code.ts';
import { missingGlyphs } from '../render/fonts.ts';
import { render } from '../render/renderer.ts';
import { TEMPLATES, versionOf } from '../render/templates.ts';

/** Forms for signature lie under this prefix for a day. */
export const FORMS = 'prints/';

/**
 * A form for hand signature. Nothing is issued and nothing recorded: the application is the record, the paper only carries its number.
 * It is laid down under the digest of what it says, so printing it again and again leaves one object.
 */
export const formAction = implement(form, async ({ input }) => {
  const missing = missingGlyphs(input.data);
  if (missing.length) throw new HallError('GLYPH_MISSING', { characters: missing.join('、') });
  const { title } = TEMPLATES[input.form];
  const data = { ...input.data, title, version: versionOf(input.form), printedAt: printedAt(), serialNo: input.serialNo };
  const { pdf, pages } = await render({ template: input.form, data, assets: { qr: await qrOf(input.serialNo) } });
  const key = `${FORMS}${input.applicationId}/${digest(data)}.pdf`;
  await putPdf(key, pdf);
  return { title, pages, url: await addressOf(key, `${title}-${input.serialNo}.pdf`) };
});
