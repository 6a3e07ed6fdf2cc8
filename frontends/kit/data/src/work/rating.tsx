import { Alert, Button, Input, api, callAction, day, intention, isRefusal, useQuery, useQueryClient, wordsFor } from '@wangting/kit-core';
import { useRef, useState, type FormEvent } from 'react';
import css from './rating.module.css';

/** Said again here because the contract that has them carries more than a page needs. */
const STARS = ['非常不满意', '不满意', '基本满意', '满意', '非常满意'] as const;
const NAMES = [1, 2, 3, 4, 5] as const;

/** 好差评, once an application has ended; given once, then shown. Where it cannot be asked nothing is shown: the case does not depend on it. */
export function Rating({ applicationId }: { applicationId: string }) {
  const client = useQueryClient();
  const key = ['rating', applicationId];
  const asked = useQuery({ queryKey: key, queryFn: () => callAction(api.ratingOf, { applicationId }), retry: false });
  const [stars, setStars] = useState<number>();
  const [said, setSaid] = useState('');
  const [words, setWords] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [thanks, setThanks] = useState<string>();
  const once = useRef(intention()).current;
  if (!asked.data || (!asked.data.possible && !asked.data.rating)) return null;
  const { rating } = asked.data;

  async function send(event: FormEvent) {
    event.preventDefault();
    if (stars === undefined) return setWords('请选择满意度');
    setBusy(true);
    setWords(undefined);
    try {
      const { message, rating: given } = await once.run((requestKey) =>
        callAction(api.rate, { requestKey, applicationId, stars, words: said.trim() }),
      );
      setThanks(message);
      client.setQueryData(key, { possible: false, rating: given });
    } catch (error) {
      setWords(wordsFor(error));
      if (isRefusal(error, 'RULE_REFUSED')) void asked.refetch();
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className={css.box} aria-labelledby="rating-title">
      <h2 id="rating-title">好差评</h2>
      {thanks && <Alert type="success" showIcon role="status" title={thanks} style={{ marginBottom: 8 }} />}
      {rating ? (
        <p>
          {STARS[rating.stars - 1]}（{rating.stars} 星）　{day(rating.at)}
          {rating.words && <span className={css.words}>{rating.words}</span>}
        </p>
      ) : (
        <form onSubmit={(event) => void send(event)} noValidate aria-labelledby="rating-title">
          {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 8 }} />}
          <fieldset className={css.stars}>
            <legend>您对本次办理的满意度</legend>
            {NAMES.map((value) => (
              <label key={value}>
                <input type="radio" name="stars" checked={stars === value} onChange={() => setStars(value)} />
                <span aria-hidden="true">{'★'.repeat(value)}</span> {STARS[value - 1]}
              </label>
            ))}
          </fieldset>
          <label htmlFor="rating-words">意见和建议（选填，请勿填写个人信息）</label>
          <Input.TextArea
            id="rating-words"
            maxLength={300}
            autoSize={{ minRows: 2, maxRows: 5 }}
            value={said}
            onChange={({ target }) => setSaid(target.value)}
          />
          <Button htmlType="submit" type="primary" loading={busy} style={{ marginTop: 8 }}>
            提交评价
          </Button>
        </form>
      )}
    </section>
  );
}
