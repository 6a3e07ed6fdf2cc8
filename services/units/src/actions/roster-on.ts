import { onRoster } from '@wangting/contracts/units/questions-roster';
import { implement, type Implemented } from '@wangting/kit/implement';
import { staysOn } from '../domain/roster-on.ts';
import { ProjectModel, type Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson } from '../models/project-person.ts';

/** His lines by `unitId, idHash`, a unit at a time; their projects by id. */
export const rosterOnAction = implement(onRoster, async ({ input: { questions } }) => {
  const byUnit = Map.groupBy(questions, ({ unitId }) => unitId);
  const found = await Promise.all(
    [...byUnit].map(([unitId, asked]) =>
      ProjectPersonModel.find({ unitId, idHash: { $in: [...new Set(asked.map(({ idHash }) => idHash))] } }).lean<ProjectPerson[]>(),
    ),
  );
  const lines = found.flat();
  const projects = await ProjectModel.find({ _id: { $in: [...new Set(lines.map(({ projectId }) => projectId))] } }).lean<Project[]>();
  const projectById = new Map(projects.map((project) => [project._id, project]));
  return {
    answers: questions.map(({ unitId, idHash, on }) => {
      const stays = lines
        .filter((line) => line.unitId === unitId && line.idHash === idHash)
        .flatMap((line) => {
          const project = projectById.get(line.projectId);
          return project ? staysOn(line, project, on) : [];
        });
      return { unitId, idHash, on, covered: stays.some(({ standing }) => standing === 'covered'), stays };
    }),
  };
}) as unknown as Implemented;
