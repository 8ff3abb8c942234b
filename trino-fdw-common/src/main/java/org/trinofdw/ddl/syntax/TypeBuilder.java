package org.trinofdw.ddl.syntax;

import io.trino.spi.type.ArrayType;
import io.trino.spi.type.TypeManager;
import org.antlr.v4.runtime.Token;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.BitTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CharacterTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DataTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DoubleTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.IdentifierContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.IntervalTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.LengthContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.NamedTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SimpleTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.TimeTypeContext;
import org.trinofdw.definition.DeclaredType;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static java.util.Locale.ENGLISH;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.ddl.syntax.DdlErrors.syntaxError;
import static org.trinofdw.ddl.syntax.Nodes.identifier;
import static org.trinofdw.ddl.syntax.Nodes.position;

/**
 * Makes declared types of parsed ones.
 */
final class TypeBuilder
{
    private final PostgresTypes types;

    TypeBuilder(TypeManager typeManager)
    {
        this.types = new PostgresTypes(typeManager);
    }

    DeclaredType build(DataTypeContext node)
    {
        DeclaredType type = simple(node.simpleType());
        if (node.arraySuffix().isEmpty()) {
            return type;
        }
        // as in PostgreSQL, the number of dimensions and their sizes are not part of the type
        return new DeclaredType(type.text() + "[]", new ArrayType(type.trinoType()));
    }

    private DeclaredType simple(SimpleTypeContext node)
    {
        return switch (node) {
            case DoubleTypeContext _ -> new DeclaredType("double precision", DOUBLE);
            case CharacterTypeContext character -> types.character(length(character.length()), character.varying != null, position(character));
            case BitTypeContext bit -> types.bit(length(bit.length()), bit.varying != null, position(bit));
            case TimeTypeContext time -> types.time(time.base.getType() == ForeignDdlGrammarLexer.TIMESTAMP, length(time.length()), time.withZone != null, position(time));
            case IntervalTypeContext interval -> types.interval(
                    interval.intervalField().stream().map(field -> field.getText().toLowerCase(ENGLISH)).collect(joining(" to ")),
                    length(interval.length()),
                    position(interval));
            case NamedTypeContext named -> named(named);
            default -> throw new IllegalArgumentException("unknown kind of type: " + node.getClass().getSimpleName());
        };
    }

    private DeclaredType named(NamedTypeContext node)
    {
        List<String> modifiers = node.typeModifier().stream().map(Nodes::text).collect(toImmutableList());
        IdentifierContext first = node.identifier(0);
        if (node.identifier().size() == 2) {
            return types.qualified(identifier(first), identifier(node.identifier(1)), modifiers, position(node));
        }
        boolean quoted = first.QUOTED_IDENTIFIER() != null || first.UNICODE_IDENTIFIER() != null;
        return types.named(identifier(first), quoted, modifiers, position(node));
    }

    private static Optional<Integer> length(LengthContext node)
    {
        return Optional.ofNullable(node).map(length -> integer(length.INTEGER_VALUE().getSymbol()));
    }

    static int integer(Token token)
    {
        try {
            return Integer.parseInt(token.getText());
        }
        catch (NumberFormatException e) {
            throw syntaxError(Position.of(token), "the number %s is too large; write one up to %s".formatted(token.getText(), Integer.MAX_VALUE));
        }
    }
}
