"""Put the smaller forms of pictures beside the originals of a finished language folder."""

import shutil
from pathlib import Path

from lotse.model import Portal
from lotse.render.images import Pictures


def write_pictures(portal: Portal, tag: str, folder: Path, pictures: Pictures) -> None:
    """Write what `pictures` made of the pictures a reader of `tag` gets into their language's `folder`."""
    for path, other in sorted(portal.files(tag).items()):
        picture = pictures.of(portal.root / "content" / other / path)
        for kind, file in picture.smaller.items() if picture else ():
            target = folder / f"{path}.{kind}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
