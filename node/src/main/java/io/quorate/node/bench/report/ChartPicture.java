package io.quorate.node.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A chart of {@code results.json} as an SVG element within a page of HTML. One thread. */
final class ChartPicture {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 45;
    private static final int TICKS = 5;
    private static final String[] COLOURS = {"#1a6faf", "#c2571a", "#2e8b57", "#8b3a8b", "#777777",
            "#b8860b", "#c71585", "#008b8b"};

    private final XMLStreamWriter out;
    private final JsonNode chart;
    private final double xMax;
    private final double yMax;

    ChartPicture(XMLStreamWriter out, JsonNode chart) {
        this.out = out;
        this.chart = chart;
        this.xMax = roundUp(max(0));
        this.yMax = roundUp(max(1));
    }

    private double max(int coordinate) {
        double max = 0;
        for (JsonNode series : chart.path("series")) {
            for (JsonNode point : series.path("points")) {
                max = Math.max(max, point.path(coordinate).asDouble());
            }
        }
        return max;
    }

    /** To 1, 2, 2.5 or 5 times a power of ten, so that ticks are round. */
    private static double roundUp(double max) {
        if (max <= 0) return 1;
        double power = Math.pow(10, Math.floor(Math.log10(max)));
        for (double step : new double[]{1, 2, 2.5, 5}) {
            if (max <= step * power) return step * power;
        }
        return 10 * power;
    }

    void draw() throws XMLStreamException {
        out.writeStartElement("svg");
        out.writeAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
        out.writeAttribute("role", "img");
        out.writeAttribute("font-family", "sans-serif");
        out.writeAttribute("font-size", "11");
        for (int i = 0; i <= TICKS; i++) {
            double x = xMax * i / TICKS;
            double y = yMax * i / TICKS;
            line(x(x), y(0), x(x), y(yMax), "#e4e4e4");
            line(x(0), y(y), x(xMax), y(y), "#e4e4e4");
            text(x(x), HEIGHT - BOTTOM + 15, "middle", number(x));
            text(LEFT - 6, y(y) + 4, "end", number(y));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", chart.path("x").asText());
        text(4, 14, "start", chart.path("y").asText());
        int index = 0;
        for (JsonNode series : chart.path("series")) {
            String colour = COLOURS[index % COLOURS.length];
            if (chart.path("kind").asText().equals(Chart.Kind.BARS.name())) bars(series, colour);
            else curve(series, colour);
            legend(index++, series.path("name").asText(), colour);
        }
        out.writeEndElement();
    }

    private void curve(JsonNode series, String colour) throws XMLStreamException {
        StringBuilder path = new StringBuilder();
        for (JsonNode point : series.path("points")) {
            path.append(coordinate(x(point.path(0).asDouble()))).append(',')
                    .append(coordinate(y(point.path(1).asDouble()))).append(' ');
        }
        out.writeEmptyElement("polyline");
        out.writeAttribute("points", path.toString().strip());
        out.writeAttribute("fill", "none");
        out.writeAttribute("stroke", colour);
        out.writeAttribute("stroke-width", "1.5");
    }

    private void bars(JsonNode series, String colour) throws XMLStreamException {
        double width = Math.max(1,
                (WIDTH - LEFT - RIGHT) / (series.path("points").size() + 1.0) - 1);
        for (JsonNode point : series.path("points")) {
            double top = y(point.path(1).asDouble());
            out.writeEmptyElement("rect");
            out.writeAttribute("x", coordinate(x(point.path(0).asDouble()) - width / 2));
            out.writeAttribute("y", coordinate(top));
            out.writeAttribute("width", coordinate(width));
            out.writeAttribute("height", coordinate(y(0) - top));
            out.writeAttribute("fill", colour);
        }
    }

    private void legend(int index, String name, String colour) throws XMLStreamException {
        int x = LEFT + 90 + 140 * (index % 4);
        int y = 10 + 13 * (index / 4);
        line(x, y, x + 18, y, colour);
        text(x + 23, y + 4, "start", name);
    }

    private void line(double x1, double y1, double x2, double y2, String colour)
            throws XMLStreamException {
        out.writeEmptyElement("line");
        out.writeAttribute("x1", coordinate(x1));
        out.writeAttribute("y1", coordinate(y1));
        out.writeAttribute("x2", coordinate(x2));
        out.writeAttribute("y2", coordinate(y2));
        out.writeAttribute("stroke", colour);
    }

    private void text(double x, double y, String anchor, String words) throws XMLStreamException {
        out.writeStartElement("text");
        out.writeAttribute("x", coordinate(x));
        out.writeAttribute("y", coordinate(y));
        out.writeAttribute("text-anchor", anchor);
        out.writeCharacters(words);
        out.writeEndElement();
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / xMax;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / yMax;
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
