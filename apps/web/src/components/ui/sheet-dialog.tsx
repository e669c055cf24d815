import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

/** A sheet over the page, for something short: its children close it with `Dialog.Close`. */
export function SheetDialog({
  trigger,
  title,
  description,
  onOpen,
  children,
}: {
  trigger: ReactNode;
  title: string;
  description: string;
  onOpen?: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog.Root onOpenChange={(isOpen) => (isOpen ? onOpen?.() : undefined)}>
      <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-card border border-line bg-sheet p-6 shadow-card">
          <Dialog.Title className="font-serif text-xl">{title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-quiet">{description}</Dialog.Description>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
