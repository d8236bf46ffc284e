"""Every kind of table that can be imported."""

from collections.abc import Mapping
from types import MappingProxyType

from accounts.imports.kinds import Kind
from accounts.imports.permissions import PERMISSIONS
from accounts.imports.personnel import PERSONNEL
from accounts.imports.tours import TOURS
from accounts.imports.trained import ACKNOWLEDGEMENTS, TRAINING

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.key: kind for kind in (PERSONNEL, TOURS, TRAINING, ACKNOWLEDGEMENTS, PERMISSIONS)}
)
