#!/usr/bin/env python3
"""Makes the fonts of this folder from Debian's fonts-noto-core and fonts-noto-cjk with python3-fonttools.

The CJK font keeps what people write: GB 2312, the common half of Big5, level 1 of JIS X 0208
and KS X 1001, about 12,600 characters instead of 65,000.
"""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOTO = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto")
WESTERN = (
    "U+0020-024F,U+0259,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-052F,U+1C80-1C88,U+1D00-1DBF,"
    "U+1E00-1FFF,U+2000-209F,U+20A0-20C0,U+2100-214F,U+2190-2199,U+2212,U+25CC,U+FB00-FB06,U+FFFD"
)


def table(encoding, rows, columns):
    for row in rows:
        for column in columns:
            try:
                text = bytes([row, column]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1 and ord(text) >= 0x1100:
                yield ord(text)


def east_asian():
    second = range(0xA1, 0xFF)
    chars = set(table("gb2312", range(0xA1, 0xF8), second))
    chars |= set(table("big5", range(0xA1, 0xC7), [*range(0x40, 0x7F), *second]))
    chars |= set(table("euc_jp", range(0xA1, 0xD0), second))
    chars |= set(table("euc_kr", range(0xA1, 0xC9), second))
    return ",".join(f"U+{char:04X}" for char in sorted(chars))


def subset(source, target, unicodes, features, *more):
    subprocess.run(
        [sys.executable, "-m", "fontTools.subset", source, f"--unicodes={unicodes}",
         f"--layout-features={features}", "--no-hinting", f"--output-file={HERE / target}", *more],
        check=True,
    )


for weight in ("Regular", "Bold"):
    for family in ("NotoSans", "NotoSerif"):
        name = f"{family}-{weight}.ttf"
        subset(NOTO / name, name, WESTERN, "kern,mark,mkmk,ccmp,locl,tnum,lnum,rlig,calt")
    for script in ("Arabic", "Hebrew", "Devanagari", "Thai"):
        name = f"NotoSans{script}-{weight}.ttf"
        subset(NOTO / name, name, "*", "*")
    subset(
        CJK / f"NotoSansCJK-{weight}.ttc", f"NotoSansCJK-{weight}.otf", east_asian(), "",
        "--font-number=2", "--desubroutinize", "--notdef-outline", "--name-IDs=1,2,4,6",
        "--drop-tables+=vhea,vmtx,VORG,BASE,GPOS,GSUB",
    )
