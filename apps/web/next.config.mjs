/** @type {import('next').NextConfig} */
export default {
  // One folder a source state, chosen by server/pages/ensure-pages-built.ts.
  distDir: process.env.EMAILAI_PAGES_DIST ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  transpilePackages: ['@emailai/contracts'],
  // `npm run check` holds the types of all packages at once; the build would only repeat it.
  typescript: { ignoreBuildErrors: true },
  // The dev server is reached under both names.
  allowedDevOrigins: ['localhost', '127.0.0.1'],
};
