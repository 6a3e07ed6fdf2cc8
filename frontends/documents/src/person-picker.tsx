import { Alert, Button, Input, callAction, itemApi, wordsFor } from '@wangting/kit-core';
import { useState } from 'react';
import css from './items/unit-certificate.module.css';

/** A person of the unit as the page shows him: the number masked. */
export interface Picked {
  personNo: string;
  personName: string;
  socialNo: string;
  sex: string;
}

/** 人员查询条件 (block B2): one box takes 个人编号, 证件号码 or 姓名; several hits are a list to choose from. */
export function PersonPicker({ itemId, disabled, onPick }: { itemId: string; disabled?: boolean; onPick: (person: Picked) => void }) {
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState<string>();
  const [hits, setHits] = useState<Picked[]>([]);
  const pick = (person: Picked) => {
    setHits([]);
    setTyped(person.personNo);
    onPick(person);
  };
  async function look(value: string) {
    if (!value.trim() || busy) return;
    setBusy(true);
    setWords(undefined);
    setHits([]);
    try {
      const found = await callAction(itemApi(itemId).lookup, { lookup: 'personNo', value: value.trim(), values: {} });
      const people = found.hits.map(({ values }) => values as unknown as Picked);
      const [only] = people;
      if (people.length === 1 && only) pick(only);
      else setHits(people);
      setWords(found.message);
    } catch (error) {
      setWords(wordsFor(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div>
      <label htmlFor="person-no" className={css.label}>
        个人编号
      </label>
      <Input.Search
        id="person-no"
        value={typed}
        disabled={disabled ?? false}
        loading={busy}
        placeholder="个人编号、证件号码或姓名"
        enterButton="查询"
        maxLength={50}
        onChange={({ target }) => setTyped(target.value)}
        onSearch={(value) => void look(value)}
      />
      {words && <Alert type="warning" role="alert" showIcon title={words} style={{ marginTop: 8 }} />}
      {hits.length > 0 && (
        <ul aria-label="查询到的人员" className={css.hits}>
          {hits.map((person) => (
            <li key={person.personNo}>
              <span>
                {person.personName}　{person.personNo}　{person.socialNo}
              </span>
              <Button size="small" aria-label={`选择${person.personName} ${person.personNo}`} onClick={() => pick(person)}>
                选择
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
