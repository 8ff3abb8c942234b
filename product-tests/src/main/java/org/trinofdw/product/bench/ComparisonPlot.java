package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.html.HtmlEscapers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import static java.util.Objects.requireNonNull;

/**
 * Draws comparisons as an SVG page: a bar for each median, a mark for each run, and how often the time of the first bar it took. Time begins at zero in every bar.
 */
final class ComparisonPlot
{
    private static final int WIDTH = 960;
    private static final int MARGIN = 40;
    private static final int HEADER_HEIGHT = 92;
    private static final int TITLE_HEIGHT = 44;
    private static final int ROW_HEIGHT = 58;
    private static final int BAR_HEIGHT = 18;
    private static final int SECTION_GAP = 26;
    /** Room behind the longest bar for its figures. */
    private static final int FIGURES_WIDTH = 250;

    private static final String STYLE =
            """
            text { font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2933; }
            .page { fill: #ffffff; }
            .title { font-size: 22px; font-weight: 600; }
            .note { font-size: 13px; fill: #616e7c; }
            .section { font-size: 16px; font-weight: 600; }
            .name { font-size: 13px; }
            .figure { font-size: 13px; font-variant-numeric: tabular-nums; }
            .ratio { font-weight: 600; }
            .base { fill: #9aa5b1; }
            .subject { fill: #2f6fdd; }
            .run { stroke: #1f2933; stroke-width: 1.5; }
            .axis { stroke: #cbd2d9; stroke-width: 1; }
            @media (prefers-color-scheme: dark) {
                text { fill: #e4e7eb; }
                .page { fill: #16191d; }
                .note { fill: #9aa5b1; }
                .base { fill: #616e7c; }
                .subject { fill: #5b93f5; }
                .run { stroke: #e4e7eb; }
                .axis { stroke: #3e4c59; }
            }
            """;

    private final String title;
    private final String note;
    private final List<Comparison> comparisons;

    /**
     * @param note what was measured on, such as the machine
     */
    ComparisonPlot(String title, String note, List<Comparison> comparisons)
    {
        this.title = requireNonNull(title, "title is null");
        this.note = requireNonNull(note, "note is null");
        this.comparisons = ImmutableList.copyOf(comparisons);
    }

    String toSvg()
    {
        StringBuilder body = new StringBuilder();
        int y = HEADER_HEIGHT;
        for (Comparison comparison : comparisons) {
            body.append(text("section", MARGIN, y + 18, comparison.heading()));
            y += TITLE_HEIGHT;
            int top = y;
            double longest = comparison.measurements().stream().mapToDouble(measurement -> seconds(measurement.slowest())).max().orElseThrow();
            for (int index = 0; index < comparison.measurements().size(); index++) {
                row(body, comparison, index, y, (WIDTH - 2 * MARGIN - FIGURES_WIDTH) / longest);
                y += ROW_HEIGHT;
            }
            body.append("<line class=\"axis\" x1=\"%1$s\" y1=\"%2$s\" x2=\"%1$s\" y2=\"%3$s\"/>\n".formatted(MARGIN, top, y - 8));
            y += SECTION_GAP;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" role="img">
                <title>%3$s</title>
                <style>
                %4$s</style>
                <rect class="page" width="%1$s" height="%2$s"/>
                %5$s%6$s%7$s</svg>
                """.formatted(WIDTH, y, escaped(title), STYLE, text("title", MARGIN, 48, title), text("note", MARGIN, 72, note), body);
    }

    private static void row(StringBuilder body, Comparison comparison, int index, int y, double pixelsPerSecond)
    {
        Measurement measurement = comparison.measurements().get(index);
        double base = seconds(comparison.measurements().getFirst().wall());
        double median = seconds(measurement.wall());
        int barTop = y + 20;
        body.append(text("name", MARGIN + 8, y + 13, measurement.name()));
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                index == 0 ? "base" : "subject",
                MARGIN,
                barTop,
                median * pixelsPerSecond,
                BAR_HEIGHT));
        for (Measurement.Run run : measurement.runs()) {
            double x = MARGIN + seconds(run.wall()) * pixelsPerSecond;
            body.append(String.format(Locale.ROOT, "<line class=\"run\" x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\"/>%n", x, barTop - 3, barTop + BAR_HEIGHT + 3));
        }
        String ratio = String.format(Locale.ROOT, "%.2f ×", median / base);
        String cpu = String.format(Locale.ROOT, "   CPU %.1f s", seconds(measurement.cpu()));
        body.append(String.format(
                Locale.ROOT,
                "<text class=\"figure\" x=\"%.1f\" y=\"%d\">%.2f s   <tspan class=\"ratio\">%s</tspan>%s</text>%n",
                MARGIN + seconds(measurement.slowest()) * pixelsPerSecond + 12,
                barTop + 14,
                median,
                ratio,
                cpu));
    }

    private static String text(String style, int x, int y, String text)
    {
        return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n".formatted(style, x, y, escaped(text));
    }

    private static String escaped(String text)
    {
        return HtmlEscapers.htmlEscaper().escape(text);
    }

    private static double seconds(Duration duration)
    {
        return duration.toNanos() / 1e9;
    }
}
