package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;

import java.util.stream.Stream;

/**
 * What the encoding of a database means for comparisons of its text. PostgreSQL compares text in that encoding, and converts it from and to UTF-8 on its way.
 */
public enum TextEncoding
{
    /** Bytes order as Trino's do. */
    UTF8,
    /**
     * Each byte is a character of its own, so that texts are equal, and characters counted, as in Unicode. The order is another one ({@code '€'} before
     * {@code 'é'} in WIN1252), and most characters of Unicode are missing: to send one is an error.
     */
    SINGLE_BYTE,
    /**
     * In the EUC encodings, one character of Unicode may have several codes, and several characters one code. In SQL_ASCII each byte counts as a character.
     */
    OTHER;

    /** The encoding of the database that types were read from. */
    public static TextEncoding of(Stream<PostgresType> types)
    {
        // types that were not read from it are said to be in UTF8
        return types.map(PostgresType::encoding)
                .filter(encoding -> encoding != UTF8)
                .findFirst()
                .orElse(UTF8);
    }

    /** Whether every database of the encoding is certain to have the characters of a text: all encodings of PostgreSQL's have those of ASCII. */
    public boolean holds(Slice text)
    {
        if (this == UTF8) {
            return true;
        }
        for (int index = 0; index < text.length(); index++) {
            if (text.getByte(index) < 0) {
                return false;
            }
        }
        return true;
    }

    public boolean holds(String text)
    {
        return holds(Slices.utf8Slice(text));
    }
}
