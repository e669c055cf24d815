"""
``python full_memory.py FLAG -m emailai_trainer``: the real trainer on a machine whose memory is full while the file
FLAG exists. Each gradient then first asks torch's allocator for more than there is anywhere, and is refused by it.
"""

import os
import runpy
import sys

flag, _, module, *arguments = sys.argv[1:]
sys.argv = [module, *arguments]

if module == "emailai_trainer":
    from emailai_trainer.process import prepare_process

    prepare_process()
    import torch
    from emailai_trainer.step import Stepper

    gradients = Stepper._gradients

    def gradients_in_what_is_left(self, rows):
        if os.path.exists(flag):
            torch.empty(1 << 60)
        return gradients(self, rows)

    Stepper._gradients = gradients_in_what_is_left

runpy.run_module(module, run_name="__main__", alter_sys=True)
