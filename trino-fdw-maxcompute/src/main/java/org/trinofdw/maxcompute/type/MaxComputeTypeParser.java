package org.trinofdw.maxcompute.type;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

/**
 * Reads the text of a type as metadata and tunnel sessions give it. Text that makes no sense is an unknown type, never an error,
 * so that one odd column costs only itself.
 */
public final class MaxComputeTypeParser
{
    private static final int MAX_DEPTH = 64;
    private static final Map<String, TypeKind> KINDS = ImmutableMap.<String, TypeKind>builder()
            .putAll(Arrays.stream(TypeKind.values())
                    .filter(kind -> kind != TypeKind.UNKNOWN)
                    .collect(toImmutableMap(TypeKind::sqlName, Function.identity())))
            .put("integer", TypeKind.INT)
            .buildOrThrow();

    private final String text;
    private int position;

    private MaxComputeTypeParser(String text)
    {
        this.text = text;
    }

    public static MaxComputeType parseType(String text)
    {
        MaxComputeTypeParser parser = new MaxComputeTypeParser(text);
        try {
            MaxComputeType type = parser.type(0);
            parser.skipSpace();
            if (parser.position == text.length()) {
                return type;
            }
        }
        catch (MalformedTypeException e) {
            // falls through to the unknown type
        }
        return MaxComputeType.unknown(text);
    }

    private MaxComputeType type(int depth)
            throws MalformedTypeException
    {
        if (depth > MAX_DEPTH) {
            throw new MalformedTypeException();
        }
        int start = position;
        String name = word().toLowerCase(Locale.ENGLISH);
        TypeKind kind = KINDS.get(name);
        if (kind == null) {
            // an unknown type inside a known one: consume its arguments, keep the shape of the rest
            skipArguments();
            return MaxComputeType.unknown(text.substring(start, position).trim());
        }
        return switch (kind) {
            case DECIMAL -> decimal();
            case VARCHAR -> MaxComputeType.varchar(singleArgument());
            case CHAR -> MaxComputeType.character(singleArgument());
            case ARRAY -> {
                expect('<');
                MaxComputeType element = type(depth + 1);
                expect('>');
                yield MaxComputeType.array(element);
            }
            case MAP -> {
                expect('<');
                MaxComputeType key = type(depth + 1);
                expect(',');
                MaxComputeType value = type(depth + 1);
                expect('>');
                yield MaxComputeType.map(key, value);
            }
            case STRUCT -> struct(depth);
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, STRING, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ,
                    INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN -> MaxComputeType.simple(kind);
        };
    }

    private MaxComputeType decimal()
            throws MalformedTypeException
    {
        if (!accept('(')) {
            return MaxComputeType.legacyDecimal();
        }
        int precision = number();
        int scale = 0;
        if (accept(',')) {
            scale = number();
        }
        expect(')');
        if (precision < 1 || scale > precision) {
            throw new MalformedTypeException();
        }
        return MaxComputeType.decimal(precision, scale);
    }

    private MaxComputeType struct(int depth)
            throws MalformedTypeException
    {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        ImmutableList.Builder<MaxComputeType> types = ImmutableList.builder();
        expect('<');
        do {
            names.add(fieldName());
            expect(':');
            types.add(type(depth + 1));
        }
        while (accept(','));
        expect('>');
        List<String> fieldNames = names.build();
        return MaxComputeType.struct(fieldNames, types.build());
    }

    private String fieldName()
            throws MalformedTypeException
    {
        skipSpace();
        if (position < text.length() && text.charAt(position) == '`') {
            StringBuilder name = new StringBuilder();
            position++;
            while (position < text.length()) {
                char character = text.charAt(position++);
                if (character != '`') {
                    name.append(character);
                }
                else if (position < text.length() && text.charAt(position) == '`') {
                    name.append('`');
                    position++;
                }
                else {
                    return name.toString();
                }
            }
            throw new MalformedTypeException();
        }
        int start = position;
        while (position < text.length() && ":<>(),".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String name = text.substring(start, position).trim();
        if (name.isEmpty()) {
            throw new MalformedTypeException();
        }
        return name;
    }

    private void skipArguments()
            throws MalformedTypeException
    {
        skipSpace();
        if (position == text.length() || (text.charAt(position) != '<' && text.charAt(position) != '(')) {
            return;
        }
        int open = 0;
        while (position < text.length()) {
            char character = text.charAt(position++);
            if (character == '<' || character == '(') {
                open++;
            }
            else if (character == '>' || character == ')') {
                open--;
                if (open == 0) {
                    return;
                }
            }
        }
        throw new MalformedTypeException();
    }

    private int singleArgument()
            throws MalformedTypeException
    {
        expect('(');
        int value = number();
        expect(')');
        if (value < 1) {
            throw new MalformedTypeException();
        }
        return value;
    }

    private int number()
            throws MalformedTypeException
    {
        String digits = word();
        try {
            return Integer.parseUnsignedInt(digits);
        }
        catch (NumberFormatException e) {
            throw new MalformedTypeException();
        }
    }

    private String word()
            throws MalformedTypeException
    {
        skipSpace();
        int start = position;
        while (position < text.length() && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        if (position == start) {
            throw new MalformedTypeException();
        }
        return text.substring(start, position);
    }

    private boolean accept(char expected)
    {
        skipSpace();
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char expected)
            throws MalformedTypeException
    {
        if (!accept(expected)) {
            throw new MalformedTypeException();
        }
    }

    private void skipSpace()
    {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private static final class MalformedTypeException
            extends Exception {}
}
