package org.trinofdw.ddl.syntax;

import io.trino.spi.TrinoException;
import io.trino.spi.type.TypeManager;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.BoundValueContext;
import org.trinofdw.definition.DeclaredType;

import java.util.List;
import java.util.function.Function;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Parses scripts of foreign DDL: the SQL/MED statements of PostgreSQL, Cloudberry, Greenplum and AnalyticDB.
 */
public final class ForeignDdlParser
{
    private final TypeBuilder types;
    private final StatementBuilder statements;

    public ForeignDdlParser(TypeManager typeManager)
    {
        requireNonNull(typeManager, "typeManager is null");
        this.types = new TypeBuilder(typeManager);
        this.statements = new StatementBuilder(typeManager);
    }

    /**
     * The statements of a script, parted by semicolons.
     *
     * @throws TrinoException FOREIGN_DDL_SYNTAX_ERROR with line, column, what was found and what was expected
     */
    public List<DdlStatement> parse(String script)
    {
        return parse(script, ForeignDdlGrammarParser::script).statement().stream()
                .map(statements::build)
                .collect(toImmutableList());
    }

    /**
     * A data type.
     */
    public DeclaredType parseType(String type)
    {
        return types.build(parse(type, ForeignDdlGrammarParser::singleType).dataType());
    }

    /**
     * A constant with its casts.
     *
     * @throws TrinoException FOREIGN_DDL_SYNTAX_ERROR if the text is something else
     */
    public static BoundValueContext parseConstant(String text)
    {
        return parse(text, ForeignDdlGrammarParser::singleConstant).boundValue();
    }

    private static <T extends ParserRuleContext> T parse(String text, Function<ForeignDdlGrammarParser, T> rule)
    {
        ForeignDdlGrammarLexer lexer = new ForeignDdlGrammarLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        List<Token> visible = tokens.getTokens().stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .collect(toImmutableList());
        SyntaxErrors.checkTokens(tokens.getTokens());
        ForeignDdlGrammarParser parser = new ForeignDdlGrammarParser(new CommonTokenStream(new ListTokenSource(visible)));
        parser.removeErrorListeners();
        parser.addErrorListener(new SyntaxErrors(visible, rule));
        return rule.apply(parser);
    }
}
