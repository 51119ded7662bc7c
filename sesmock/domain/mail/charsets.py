"""The charsets that SES supports. They are Java's, and their names may differ from those of Python's codecs.

Spec: messages.md §1 [U].
"""

from __future__ import annotations

# The names of Java's standard charsets that Python's codecs share. Which of them SES accepts is inferred.
_JAVA_NAMES = frozenset(
    """
    646 ansi_x3.4-1968 arabic ascii big5 big5-hkscs big5_hkscs cp037 cp1006 cp1026 cp1140 cp1250 cp1251 cp1252
    cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp367 cp437 cp500 cp737 cp775 cp819 cp850 cp852 cp855 cp857 cp858
    cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp949 csascii csbig5 csisolatin1 csisolatin2 csisolatin3
    csisolatin4 csisolatin5 csisolatinarabic csisolatincyrillic csisolatingreek csisolatinhebrew cyrillic ecma-114
    ecma-118 elot_928 euc-jp euc-kr euc_jp euc_kr eucjp euckr gb18030 gb2312 gbk greek greek8 hebrew ibm037 ibm1026
    ibm367 ibm437 ibm500 ibm775 ibm819 ibm850 ibm852 ibm855 ibm857 ibm860 ibm861 ibm862 ibm863 ibm864 ibm865 ibm866
    ibm869 iso-2022-jp iso-2022-jp-2 iso-2022-kr iso-8859-1 iso-8859-13 iso-8859-15 iso-8859-16 iso-8859-2
    iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9 iso-ir-100 iso-ir-101 iso646-us
    iso8859-1 iso8859-13 iso8859-15 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9
    iso8859_1 iso8859_13 iso8859_15 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9
    iso_646.irv:1991 iso_8859-1 iso_8859-2 iso_8859-5 iso_8859-7 iso_8859-8 iso_8859-9 johab koi8-r koi8-u koi8_r
    koi8_u l1 l2 l3 l4 l5 latin1 latin2 latin3 latin4 latin5 ms932 shift-jis shift_jis shift_jisx0213 sjis tis-620
    tis620 us-ascii utf-16 utf-16be utf-16le utf-32 utf-32be utf-32le utf-8 utf16 utf32 utf8 utf_16 utf_16be
    utf_16le utf_32 utf_32be utf_32le windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255
    windows-1256 windows-1257 windows-1258
    """.split()
)
# The names of Java's charsets for which Python lacks a codec or an alias. Raw mail may use them (inferred).
_JAVA_ONLY_NAMES = frozenset(
    """
    ascii7 cesu-8 cesu8 cns11643 cp932 cp936 cp942 cp943 cp950 cswindows31j default euc-cn euc-tw euc_cn euc_tw euccn
    euctw gb18030-2022 gb2312-1980 gb2312-80 ibm-thai ibm-euccn ibm-eucjp ibm-euckr ibm-euctw iso-2022-cn
    iso-2022-cn-cns iso-2022-cn-gb iso-8859-10 iso-8859-11 iso-8859-14 iso2022cn iso2022jp iso2022kr iso8859-11
    iso8859_11 jis_x0201 jis_x0212-1990 macroman ms874 ms936 ms949 ms950 ms950_hkscs tis620.2533 unicode unicodebig
    unicodelittle utf_32 windows-31j windows-874 windows-932 windows-936 windows-949 windows-950 x-euc-cn x-euc-tw
    x-gbk x-iso-8859-11 x-iso-2022-cn-cns x-iso-2022-cn-gb x-johab x-jis0208 x-macroman x-sjis x-us-ascii
    x-utf-16le-bom x-windows-874 x-windows-949 x-windows-950 x-windows-iso2022jp
    """.split()
)


def is_known(name: str) -> bool:
    """Return whether SES supports a charset under this name."""
    return name.lower() in _JAVA_NAMES


def is_known_to_java(name: str) -> bool:
    """Return whether SES can read raw mail in a charset. Spec: messages.md §1 [U, I]."""
    return is_known(name) or name.lower() in _JAVA_ONLY_NAMES
