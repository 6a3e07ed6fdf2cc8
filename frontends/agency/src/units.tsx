import { PROJECT_DUES_WORDS, projectDuesSaid, type ProjectDues } from '@wangting/contracts/contributions/project-dues';
import type * as contract from '@wangting/contracts/units/projects';
import { projectForm, type Project, type ProjectData } from '@wangting/contracts/units/projects';
import {
  Alert,
  Button,
  FailedBy,
  HallLink,
  Input,
  Modal,
  Waiting,
  callAction,
  endpoint,
  intention,
  money,
  day,
  skipToken,
  useDialogs,
  useQuery,
  useQueryClient,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { SavedForm, Word, type Values } from '@wangting/kit-data';
import { useEffect, useRef, useState } from 'react';
import { AskByNumber } from './ask-by-number.tsx';
import { Figure, Sheet, Words } from './sheet.tsx';
import css from './units.module.css';

const ofUnit = endpoint<typeof contract.unitProjects>('GET /agency/units/:unitNo/projects');
const register = endpoint<typeof contract.registerProject>('POST /agency/units/:unitNo/projects');
const change = endpoint<typeof contract.changeProject>('PUT /agency/projects/:projectId');
const riskNow = endpoint<typeof contract.riskNow>('POST /agency/units/:unitNo/risk-now');

const PROJECT_HEADS = [
  '工程项目编号',
  '项目名称',
  '工程项目类别',
  '发包单位',
  '造价（元）',
  '工程项目缴费',
  '开工日期',
  '竣工日期',
  '参保有效期',
  '操作',
];

/** 单位与工程项目: what the agency keeps of a unit beside its applications. */
export default function Units() {
  const [address, setAddress] = useSearchParams();
  const unitNo = address.get('unitNo') ?? '';
  useEffect(() => {
    document.title = '单位与工程项目 - 社会保险网上办事大厅';
  }, []);
  return (
    <>
      <h1>单位与工程项目</h1>
      <AskByNumber label="单位编号" start={unitNo} digits onAsk={(asked) => setAddress({ unitNo: asked })}>
        <HallLink to="/agency">返回待办</HallLink>
      </AskByNumber>
      {unitNo && <Unit key={unitNo} unitNo={unitNo} />}
    </>
  );
}

function Unit({ unitNo }: { unitNo: string }) {
  const key = ['agency-unit', unitNo];
  const client = useQueryClient();
  const found = useQuery({ queryKey: key, queryFn: unitNo ? () => callAction(ofUnit, { unitNo }) : skipToken, retry: false });
  const [edited, setEdited] = useState<Project | 'new'>();
  if (found.error) return <FailedBy error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={6} />;
  const { unit, projects, dues } = found.data;
  const standing = new Map(dues?.map((one) => [one.projectId, one]));
  const unpaid = dues?.filter(({ owed }) => owed > 0).length ?? 0;
  const again = () => void client.invalidateQueries({ queryKey: key });
  const facts: [string, React.ReactNode][] = [
    ['单位名称', unit.name],
    ['统一社会信用代码', unit.creditCode],
    ['所属行政区划', <Word key="area" dictionary="area" value={unit.area} />],
    ['单位登记状态', <Word key="state" dictionary="unit-status" value={unit.state} />],
    ['行业代码', <Word key="industry" dictionary="industry" value={unit.industry} />],
    ['行业风险类别', <Word key="risk" dictionary="risk-class" value={unit.riskClass} />],
  ];
  return (
    <>
      <section className={css.box} aria-labelledby="unit-facts">
        <h2 id="unit-facts">单位信息</h2>
        <dl className={css.facts}>
          {facts.map(([label, words]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        {unit.riskNext && <RiskNow unitNo={unitNo} next={unit.riskNext} onDone={again} />}
      </section>
      <section className={css.box} aria-labelledby="unit-projects">
        <div className={css.head}>
          <h2 id="unit-projects">工程项目</h2>
          <Button type="primary" onClick={() => setEdited('new')}>
            登记项目
          </Button>
        </div>
        {unpaid > 0 && (
          <Alert type="warning" showIcon title={`${unpaid}个工程项目的工伤保险费尚未缴清，${PROJECT_DUES_WORDS.beforeWork}`} />
        )}
        <Sheet label="工程项目" heads={PROJECT_HEADS}>
          {projects.map((project) => (
            <tr key={project.projectId}>
              <td>{project.no}</td>
              <Words>{project.name}</Words>
              <td>
                <Word dictionary="project-kind" value={project.kind} />
              </td>
              <Words>{project.employer}</Words>
              <Figure>{money(project.price)}</Figure>
              <Words>{feeSaid(project, standing.get(project.projectId))}</Words>
              <td>{day(project.startOn)}</td>
              <td>{day(project.endOn)}</td>
              <Words>{project.insuredFrom ? `${day(project.insuredFrom)} 至 ${day(project.insuredUntil)}` : '未参保'}</Words>
              <td>
                <Button size="small" aria-label={`变更 ${project.name}`} onClick={() => setEdited(project)}>
                  变更
                </Button>
              </td>
            </tr>
          ))}
        </Sheet>
      </section>
      {edited && (
        <Edit
          key={edited === 'new' ? 'new' : edited.projectId}
          unitNo={unitNo}
          project={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onStale={again}
          onSaved={() => {
            setEdited(undefined);
            again();
          }}
        />
      )}
    </>
  );
}

/** What was charged and how it stands; as long as nothing is known of that, what the price comes to. */
function feeSaid({ fee }: Project, dues: ProjectDues | undefined): string {
  const said = projectDuesSaid(dues ?? null, fee);
  return fee > 0 && !dues?.state ? `按造价计算${money(fee)}元，${said}` : said;
}

function Edit({
  unitNo,
  project,
  onClose,
  onSaved,
  onStale,
}: {
  unitNo: string;
  project: Project | undefined;
  onClose: () => void;
  onSaved: () => void;
  onStale: () => void;
}) {
  const start = useRef<Values>(
    project ? Object.fromEntries(Object.keys(projectForm.input.shape).map((name) => [name, project[name as keyof Project]])) : {},
  ).current;
  return (
    <Modal open title={project ? `工程项目变更：${project.no}` : '工程项目登记'} width={1080} footer={null} onCancel={onClose}>
      <SavedForm
        form={projectForm}
        start={start}
        under="project"
        leaving="工程项目的内容尚未保存，离开后将丢失。"
        send={(requestKey, data) =>
          project
            ? callAction(change, { requestKey, projectId: project.projectId, seenRev: project.rev, project: data as ProjectData })
            : callAction(register, { requestKey, unitNo, project: data as ProjectData })
        }
        onSaved={onSaved}
        onStale={onStale}
        onClose={onClose}
      />
    </Modal>
  );
}

/** 行业 was changed: the new class waits for January, unless the agency decides otherwise and says why. */
function RiskNow({ unitNo, next, onDone }: { unitNo: string; next: string; onDone: () => void }) {
  const { message, modal } = useDialogs();
  const once = useRef(intention()).current;
  const reason = useRef('');
  const decide = () =>
    modal.confirm({
      title: '立即执行新的行业风险类别',
      content: (
        <>
          <p>待生效：{next}。立即执行后，本月起按新类别计算费率。</p>
          <label htmlFor="risk-reason">原因</label>
          <Input id="risk-reason" onChange={({ target }) => (reason.current = target.value)} />
        </>
      ),
      okText: '确定',
      cancelText: '取消',
      onOk: async () => {
        try {
          const answer = await once.run((requestKey) => callAction(riskNow, { requestKey, unitNo, reason: reason.current }));
          void message.success(answer.message);
          onDone();
        } catch (error) {
          void message.error(wordsFor(error));
          throw error;
        }
      },
    });
  return (
    <Alert
      type="info"
      showIcon
      title={`待生效的行业风险类别：${next}`}
      action={
        <Button size="small" onClick={() => void decide()}>
          立即执行
        </Button>
      }
    />
  );
}
