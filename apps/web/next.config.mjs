/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.EMAILAI_PAGES_DIST ?? '.next',
  typescript: { ignoreBuildErrors: true },
};
