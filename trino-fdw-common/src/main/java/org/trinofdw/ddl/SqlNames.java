package org.trinofdw.ddl;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.SchemaTableName;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Vocabulary;

import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Locale.ENGLISH;

/**
 * Names and strings as SQL text.
 */
final class SqlNames
{
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Set<String> KEYWORDS = keywords();

    private SqlNames() {}

    /**
     * The name, in quotes unless it is a plain word that is no keyword.
     */
    static String name(String name)
    {
        return PLAIN.matcher(name).matches() && !KEYWORDS.contains(name) ? name : quoted(name);
    }

    static String name(SchemaTableName name)
    {
        return "%s.%s".formatted(name(name.getSchemaName()), name(name.getTableName()));
    }

    static String quoted(String name)
    {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /**
     * A string literal. Control characters are written as escapes, so that the text stays readable and whole.
     */
    static String string(String text)
    {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return "'" + text.replace("'", "''") + "'";
        }
        StringBuilder escaped = new StringBuilder("E'");
        text.chars().forEach(character -> {
            switch (character) {
                case '\'' -> escaped.append("''");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(character)) {
                        escaped.append("\\u%04x".formatted(character));
                    }
                    else {
                        escaped.append((char) character);
                    }
                }
            }
        });
        return escaped.append('\'').toString();
    }

    private static Set<String> keywords()
    {
        Vocabulary vocabulary = new ForeignDdlGrammarLexer(CharStreams.fromString("")).getVocabulary();
        ImmutableSet.Builder<String> keywords = ImmutableSet.builder();
        for (int type = 1; type <= vocabulary.getMaxTokenType(); type++) {
            String literal = vocabulary.getLiteralName(type);
            if (literal != null && Character.isLetter(literal.charAt(1))) {
                keywords.add(literal.substring(1, literal.length() - 1).toLowerCase(ENGLISH));
            }
        }
        return keywords.build();
    }
}
