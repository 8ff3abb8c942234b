package org.trinofdw.testing.maxcompute.type;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import java.util.Locale;
import java.util.Set;

import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * Parses the text of a type, such as {@code map<string,array<decimal(10,2)>>}.
 */
final class OdpsTypeParser
{
    private static final int MAX_DECIMAL_PRECISION = 38;
    private static final int MAX_VARCHAR_LENGTH = 65535;
    private static final int MAX_CHAR_LENGTH = 255;

    private static final Set<String> OPAQUE_TYPES = ImmutableSet.of("GEOGRAPHY", "BLOB", "VOID");

    private final String text;
    private int position;

    OdpsTypeParser(String text)
    {
        this.text = requireNonNull(text, "text is null");
    }

    OdpsType parse()
    {
        OdpsType type = type();
        skipBlanks();
        if (position != text.length()) {
            throw failure("unexpected text");
        }
        return type;
    }

    private OdpsType type()
    {
        String name = word().toUpperCase(Locale.ENGLISH);
        if (OPAQUE_TYPES.contains(name)) {
            return OdpsType.other(name.toLowerCase(Locale.ENGLISH));
        }
        if (name.equals("INTEGER")) {
            name = "INT";
        }
        OdpsKind kind;
        try {
            kind = OdpsKind.valueOf(name);
        }
        catch (IllegalArgumentException _) {
            throw failure("unknown type " + name);
        }
        return switch (kind) {
            case DECIMAL -> decimal();
            case VARCHAR -> character(kind, MAX_VARCHAR_LENGTH);
            case CHAR -> character(kind, MAX_CHAR_LENGTH);
            case ARRAY -> {
                expect('<');
                OdpsType element = type();
                expect('>');
                yield new OdpsType(kind, 0, 0, ImmutableList.of(element), ImmutableList.of());
            }
            case MAP -> {
                expect('<');
                OdpsType key = type();
                expect(',');
                OdpsType value = type();
                expect('>');
                yield new OdpsType(kind, 0, 0, ImmutableList.of(key, value), ImmutableList.of());
            }
            case STRUCT -> struct();
            case OTHER -> throw failure("unknown type " + name);
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, STRING, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> OdpsType.of(kind);
        };
    }

    private OdpsType decimal()
    {
        if (!next('(')) {
            return OdpsType.of(OdpsKind.DECIMAL);
        }
        int precision = number();
        int scale = 0;
        if (next(',')) {
            scale = number();
        }
        expect(')');
        if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale > precision) {
            throw failure("decimal precision must be 1 to 38 and scale 0 to precision");
        }
        return new OdpsType(OdpsKind.DECIMAL, precision, scale, ImmutableList.of(), ImmutableList.of());
    }

    private OdpsType character(OdpsKind kind, int maximum)
    {
        expect('(');
        int length = number();
        expect(')');
        if (length < 1 || length > maximum) {
            throw failure(format("length of %s must be 1 to %s", kind, maximum));
        }
        return new OdpsType(kind, length, 0, ImmutableList.of(), ImmutableList.of());
    }

    private OdpsType struct()
    {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        ImmutableList.Builder<OdpsType> types = ImmutableList.builder();
        expect('<');
        do {
            names.add(fieldName());
            expect(':');
            types.add(type());
        }
        while (next(','));
        expect('>');
        return new OdpsType(OdpsKind.STRUCT, 0, 0, types.build(), names.build());
    }

    private String fieldName()
    {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == '`') {
            int end = text.indexOf('`', position + 1);
            if (end < 0) {
                throw failure("unclosed quote");
            }
            String name = text.substring(position + 1, end);
            position = end + 1;
            return name;
        }
        return word();
    }

    private String word()
    {
        skipBlanks();
        int start = position;
        while (position < text.length() && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        if (start == position) {
            throw failure("name expected");
        }
        return text.substring(start, position);
    }

    private int number()
    {
        try {
            return Integer.parseInt(word());
        }
        catch (NumberFormatException _) {
            throw failure("number expected");
        }
    }

    private boolean next(char character)
    {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == character) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char character)
    {
        if (!next(character)) {
            throw failure("'" + character + "' expected");
        }
    }

    private void skipBlanks()
    {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException failure(String reason)
    {
        return new IllegalArgumentException(format("Invalid type \"%s\" at position %s: %s", text, position, reason));
    }
}
