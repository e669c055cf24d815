import type { ButtonHTMLAttributes } from 'react';

const LOOKS = {
  ink: 'bg-ink text-on-ink hover:bg-ink-strong disabled:bg-well disabled:text-quiet',
  plain:
    'border border-line bg-sheet text-text hover:border-edge disabled:text-quiet disabled:hover:border-line',
  quiet: 'text-quiet hover:bg-well hover:text-text disabled:hover:bg-transparent',
  bad: 'border border-line bg-sheet text-bad hover:border-bad',
} as const;

const SIZES = { normal: 'h-10 px-4 text-[0.9375rem]', small: 'h-8 px-3 text-sm' } as const;

export type ButtonLook = keyof typeof LOOKS;

export function buttonClass(look: ButtonLook = 'plain', size: keyof typeof SIZES = 'normal') {
  return `inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium transition-colors disabled:cursor-not-allowed ${SIZES[size]} ${LOOKS[look]}`;
}

export function Button({
  look = 'plain',
  size = 'normal',
  className = '',
  type = 'button',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; size?: keyof typeof SIZES }) {
  return <button type={type} className={`${buttonClass(look, size)} ${className}`} {...rest} />;
}
