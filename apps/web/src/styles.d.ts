// Next writes an equal declaration into next-env.d.ts at build time; a fresh clone is type-checked before that.
declare module '*.css';
declare module '@fontsource-variable/*';
