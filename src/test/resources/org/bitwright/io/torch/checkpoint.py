"""Writes checkpoint.pth with PyTorch 1.13: every element type, views, a shared storage, and things that are no tensors."""
import torch

base = torch.arange(24, dtype=torch.float32)
torch.save({
    'epoch': 3,
    'rate': 0.1,
    'name': 'a checkpoint',
    'nothing': None,
    'large': 1 << 40,
    'model': torch.nn.Module.state_dict(torch.nn.BatchNorm1d(2)),
    'parameter': torch.nn.Parameter(torch.tensor([[1.5, -2.5]])),
    'optimizer': {'state': {0: {'momentum_buffer': torch.tensor([0.25])}}, 'param_groups': [{'params': [0]}]},
    'list': [torch.tensor([7]), (torch.tensor([8]),)],
    'views': {
        'slice': base[4:7],
        'permuted': base.reshape(2, 3, 4).permute(2, 0, 1),
        'every third': base[::3],
        'expanded': torch.tensor([[1.0], [2.0]]).expand(2, 3),
        'scalar': torch.tensor(3.5),
        'empty': torch.zeros(0, 3),
    },
    'types': {
        'float64': torch.tensor([0.1], dtype=torch.float64),
        'float16': torch.tensor([0.5, -65504.0], dtype=torch.float16),
        'bfloat16': torch.tensor([1.0, -3.0], dtype=torch.bfloat16),
        'int64': torch.tensor([-(1 << 40)]),
        'int32': torch.tensor([-70000], dtype=torch.int32),
        'int16': torch.tensor([-300], dtype=torch.int16),
        'int8': torch.tensor([-1], dtype=torch.int8),
        'uint8': torch.tensor([255], dtype=torch.uint8),
        'bool': torch.tensor([True, False]),
        'complex64': torch.tensor([1 + 2j], dtype=torch.complex64),
        'complex128': torch.tensor([3 - 4j], dtype=torch.complex128),
    },
}, 'checkpoint.pth')
