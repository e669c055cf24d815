import { measureClaims } from './claims/measure-claims';
import { measureCreateToAgent } from './create-to-agent/measure-create-to-agent';
import { measureHalfOpen } from './half-open/measure-half-open';
import { measureResume } from './resume/measure-resume';
import { measureSlowReaders } from './slow-readers/measure-slow-readers';
import type { Stand } from './stand/open-stand';
import { measureWatchers } from './watchers/measure-watchers';

type Figures = Record<string, unknown>;

export interface Section {
  measure: (stand: Stand) => Promise<Figures>;
  /** What its figures are to be. */
  bars: Readonly<Record<string, { least: number } | { most: number }>>;
}

/** What can be measured, each on its own and in this order. */
export const SECTIONS = {
  claims: {
    measure: measureClaims,
    bars: {
      perSecond: { least: 500 },
      ratioPgBoss: { least: 1.5 },
      ratioGraphile: { least: 0.7 },
      p99Ms: { most: 50 },
    },
  },
  createToAgent: {
    measure: measureCreateToAgent,
    bars: { p50Ms: { most: 50 }, p99Ms: { most: 250 } },
  },
  watchers2000: {
    measure: measureWatchers,
    bars: {
      p99Ms: { most: 200 },
      gaps: { most: 0 },
      duplicates: { most: 0 },
      rssMb: { most: 300 },
    },
  },
  resume: {
    measure: measureResume,
    bars: { gaps: { most: 0 }, duplicates: { most: 0 } },
  },
  halfOpen: { measure: measureHalfOpen, bars: { halfOpenSeconds: { most: 10 } } },
  slowReaders: { measure: measureSlowReaders, bars: { growthMb: { most: 20 } } },
} satisfies Record<string, Section>;

export type SectionName = keyof typeof SECTIONS;

export const isSectionName = (name: string): name is SectionName => Object.hasOwn(SECTIONS, name);
export const SECTION_NAMES = Object.keys(SECTIONS).filter(isSectionName);

/** One sentence for each figure that is not what it is to be. */
export function missedBars(name: SectionName, figures: Figures): string[] {
  const bars: Section['bars'] = SECTIONS[name].bars;
  return Object.entries(bars).flatMap(([figure, bar]) => {
    const value = Number(figures[figure]);
    const isMet = 'least' in bar ? value >= bar.least : value <= bar.most;
    const wanted = 'least' in bar ? `at least ${bar.least}` : `at most ${bar.most}`;
    return isMet ? [] : [`${name}.${figure} is ${figures[figure]}, not ${wanted}`];
  });
}
