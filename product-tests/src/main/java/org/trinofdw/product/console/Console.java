package org.trinofdw.product.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * What the commands say to the person at the terminal. Colour is used on a terminal only, and not at all with NO_COLOR set.
 */
public final class Console
{
    private final PrintStream output;
    private final boolean colour;

    public Console(PrintStream output, boolean colour)
    {
        this.output = requireNonNull(output, "output is null");
        this.colour = colour;
    }

    public static Console standard()
    {
        boolean colour = System.getenv("NO_COLOR") == null
                && System.console() != null
                && System.console().isTerminal();
        return new Console(new PrintStream(System.out, true, UTF_8), colour);
    }

    public void line(String text)
    {
        output.println(text);
    }

    public void heading(String text)
    {
        output.println();
        output.println(bold(text));
    }

    public void table(TextTable table)
    {
        table.lines().forEach(line -> output.println("    " + line));
    }

    public void indented(String text)
    {
        text.lines().forEach(line -> output.println("    " + dim(line)));
    }

    public String bold(String text)
    {
        return paint("1", text);
    }

    public String dim(String text)
    {
        return paint("2", text);
    }

    public String good(String text)
    {
        return paint("32", text);
    }

    public String bad(String text)
    {
        return paint("31", text);
    }

    private String paint(String code, String text)
    {
        return colour ? "\u001b[%sm%s\u001b[0m".formatted(code, text) : text;
    }

    /**
     * Seconds with one decimal, as all commands print durations.
     */
    public static String seconds(Duration duration)
    {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
