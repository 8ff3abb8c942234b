package org.trinofdw.ddl.syntax;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.Interval;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.IdentifierContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.OptionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.OptionListContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.OptionNameContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.QualifiedNameContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RoleContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.StringContext;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * The values of the small nodes of a parse tree: names, strings, options.
 */
final class Nodes
{
    private Nodes() {}

    static Position position(ParserRuleContext node)
    {
        return Position.of(node.getStart());
    }

    static String identifier(IdentifierContext node)
    {
        return SqlText.identifier(node.getStart());
    }

    static List<String> identifiers(List<IdentifierContext> nodes)
    {
        return nodes.stream().map(Nodes::identifier).collect(toImmutableList());
    }

    static String string(StringContext node)
    {
        return SqlText.string(node.stringPart().stream().map(ParserRuleContext::getStart).collect(toImmutableList()));
    }

    /**
     * The text as it was written, comments included.
     */
    static String text(ParserRuleContext node)
    {
        if (node.getStop() == null || node.getStop().getStopIndex() < node.getStart().getStartIndex()) {
            return "";
        }
        return node.getStart().getInputStream().getText(Interval.of(node.getStart().getStartIndex(), node.getStop().getStopIndex()));
    }

    /**
     * A qualified name as SQL text.
     */
    static String sqlName(QualifiedNameContext node)
    {
        return node.identifier().stream().map(Nodes::identifier).map(SqlNames::name).collect(joining("."));
    }

    static TableReference table(QualifiedNameContext node)
    {
        List<String> parts = identifiers(node.identifier());
        return switch (parts.size()) {
            case 1 -> new TableReference(Optional.empty(), parts.getFirst(), position(node));
            case 2 -> new TableReference(Optional.of(parts.getFirst()), parts.get(1), position(node));
            default -> throw error(position(node), "\"%s\" has %s parts; write schema.table, since a statement changes its own catalog only".formatted(text(node), parts.size()));
        };
    }

    static Role role(RoleContext node)
    {
        return node.identifier() == null ? Role.CURRENT : Role.named(identifier(node.identifier()));
    }

    static String optionName(OptionNameContext node)
    {
        return SqlText.identifier(node.getStart());
    }

    static OptionEntry option(OptionContext node)
    {
        return new OptionEntry(optionName(node.optionName()), string(node.string()), position(node));
    }

    /**
     * @throws io.trino.spi.TrinoException if an option is given twice
     */
    static List<OptionEntry> options(OptionListContext node)
    {
        if (node == null) {
            return List.of();
        }
        List<OptionEntry> entries = node.option().stream().map(Nodes::option).collect(toImmutableList());
        Set<String> names = new HashSet<>();
        for (OptionEntry entry : entries) {
            if (!names.add(entry.name())) {
                throw error(entry.position(), "option \"%s\" is given more than once; keep one of them".formatted(entry.name()));
            }
        }
        return entries;
    }
}
