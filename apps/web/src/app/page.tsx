export default function P() {
  return <p className="text-xl">hi</p>;
}
