import { changes, projects } from '@wangting/contracts/units/project-changes';
import type { queryChanges, queryProjects } from '@wangting/contracts/units/project-changes';
import {
  Button,
  FailedBy,
  HallError,
  Waiting,
  callAction,
  endpoint,
  go,
  itemApi,
  skipToken,
  useQuery,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { ItemHead, QueryPage, Sections, type ItemPageProps, type Values } from '@wangting/kit-data';
import { useEffect, useState } from 'react';

const askProjects = endpoint<typeof queryProjects>('POST /items/project-changes/query/projects');
const askChanges = endpoint<typeof queryChanges>('POST /items/project-changes/query/changes');
const ALSO = ['projectNo'];

/** 13 项目变更信息查询: a project by its number (or picked from the unit's own), and what has changed in it. */
export default function ProjectChanges({ item, head }: ItemPageProps) {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('projectNo') ?? '';
  const [typed, setTyped] = useState(asked);
  const [lacking, setLacking] = useState<string>();
  useEffect(() => setTyped(asked), [asked]);
  const opening = useQuery({ queryKey: ['open', item.id], queryFn: () => callAction(itemApi(item.id).open, {}), staleTime: 60_000 });
  const found = useQuery({
    queryKey: ['project', asked],
    queryFn: asked ? () => callAction(askProjects, { filter: { projectNo: asked } }) : skipToken,
    retry: false,
  });
  if (opening.error) return <FailedBy error={opening.error} again={() => void opening.refetch()} />;
  if (!opening.data) return <Waiting rows={6} />;

  const ask = (projectNo: string) => {
    setLacking(projectNo ? undefined : item.messages.askNo);
    if (projectNo) setAddress({ projectNo });
  };
  const refused = found.error instanceof HallError && found.error.refusal === 'RULE_REFUSED';
  const problem = lacking ?? (refused ? wordsFor(found.error, '查询') : undefined);
  const project: Values = asked ? (found.data?.rows[0] ?? {}) : {};
  return (
    <>
      <ItemHead item={item} head={head} />
      <Sections
        sections={item.sections}
        values={{ projectNo: typed }}
        shows={{ ...project, ...opening.data.shows }}
        problems={problem ? { projectNo: problem } : {}}
        locked={() => false}
        disabled={false}
        onChange={(_, value) => {
          setTyped(String(value ?? ''));
          setLacking(undefined);
        }}
        onLookup={async (_, value, leaving) => {
          if (!leaving) ask(value.trim());
        }}
        tabs={{}}
        onTab={() => undefined}
      />
      <p style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', margin: '0 0 12px' }}>
        {asked && <Button onClick={() => setAddress({})}>清除</Button>}
        <Button type="primary" onClick={() => ask(typed.trim())}>
          查询
        </Button>
      </p>
      {asked && found.error && !refused && <FailedBy error={found.error} again={() => void found.refetch()} />}
      {!asked && (
        <section aria-labelledby="own-projects">
          <h2 id="own-projects" style={{ marginBottom: 8 }}>
            本单位工程项目
          </h2>
          <QueryPage
            key="projects"
            name="own-projects"
            filters={[]}
            columns={projects.columns}
            fetch={({ page, size }) => callAction(askProjects, { filter: {}, page, size })}
            rowKey={({ id }) => id}
            onOpen={({ no }) => ask(no)}
          />
        </section>
      )}
      {asked && found.data && (
        <section aria-labelledby="project-changes">
          <h2 id="project-changes" style={{ marginBottom: 8 }}>
            {changes.title}
          </h2>
          <QueryPage
            key={asked}
            name={`project-changes-${asked}`}
            filters={[]}
            columns={changes.columns}
            also={ALSO}
            fetch={({ page, size }) => callAction(askChanges, { filter: { projectNo: asked }, page, size })}
            rowKey={({ id }) => id}
          />
        </section>
      )}
      <p style={{ textAlign: 'center', marginTop: 12 }}>
        <Button onClick={() => void go(`/business?c=${head.category}`)}>关闭</Button>
      </p>
    </>
  );
}
