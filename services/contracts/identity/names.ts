import { z } from 'zod';
import { defineAction } from '../action.ts';

/** 经办人: the names of people and staff by the id that stands in a caller token. Whoever is not known any more is left out. */
export const namesOf = defineAction({
  name: 'identity.names.of',
  title: '经办人姓名',
  access: { services: ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment', 'documents'] },
  input: z.strictObject({ ids: z.array(z.string().max(120)).max(200) }),
  output: z.strictObject({ names: z.record(z.string(), z.string()) }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
});
