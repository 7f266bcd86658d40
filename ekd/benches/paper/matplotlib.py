"""Draws the page of a report with matplotlib, again and again; says the median time in seconds and the size in bytes.

The page comes as JSON; the fonts are DejaVu Sans, which matplotlib carries, embedded as TrueType as ours are.
"""

import io
import json
import statistics
import sys
import time

import matplotlib

matplotlib.use("pdf")
import matplotlib.pyplot as pyplot

matplotlib.rcParams["pdf.fonttype"] = 42
A4 = (8.27, 11.69)


def shown(cell):
    if isinstance(cell, str):
        return "–"
    (value,) = cell.values()
    return value.replace(".", ",") if "number" in cell else value


def draw_chart(axes, chart):
    right = axes.twinx() if chart["right"] else None
    for plot in chart["plots"]:
        points = [(x, y) for x, y in plot["points"] if y is not None]
        x, y = [point[0] for point in points], [point[1] for point in points]
        if plot["style"] == "compared_bars":
            axes.bar(x, y, width=0.82, color="#b3bec9", label=plot["name"])
        elif plot["style"] == "bars":
            axes.bar(x, y, width=0.56, color="#1264a3", label=plot["name"])
        else:
            right.plot(x, y, color="#c2410c", label=plot["name"])
        for index, value in plot["points"]:
            if value is None and plot["style"] == "bars":
                axes.axvspan(index - 0.5, index + 0.5, color="#f3e9d2")
    labels = chart["across"]["slots"]["labels"]
    axes.set_xticks(range(len(labels)), labels)
    axes.set_ylabel("{label} [{unit}]".format(**chart["left"]))
    if right:
        right.set_ylabel("{label} [{unit}]".format(**chart["right"]))
    for mark in chart["marks"]:
        axes.axvline(mark["x"], linestyle="--", color="#1b2229", linewidth=0.7)
        axes.annotate(mark["text"], (mark["x"], axes.get_ylim()[1]))
    axes.set_title(chart["title"])
    axes.grid(axis="y")
    axes.legend()


def draw_table(axes, table):
    axes.axis("off")
    axes.set_title(table["title"])
    rows = [[shown(cell) for cell in row["cells"]] for row in table["rows"]]
    headings = ["{heading}\n{unit}".format(**column) for column in table["columns"]]
    axes.table(cellText=rows, colLabels=headings, loc="upper center")


def draw(page):
    figure, (figures, chart, table) = pyplot.subplots(3, 1, figsize=A4, height_ratios=(1, 3, 4))
    figure.suptitle(page["title"])
    figures.axis("off")
    for block in page["blocks"]:
        if "figures" in block:
            for line, entry in enumerate(block["figures"]):
                text = "{}: {} {}".format(entry["label"], shown(entry["value"]), entry["unit"])
                figures.text(0, 1 - 0.18 * line, text)
        elif "chart" in block:
            draw_chart(chart, block["chart"])
        elif "table" in block:
            draw_table(table, block["table"])
    out = io.BytesIO()
    figure.savefig(out, format="pdf")
    pyplot.close(figure)
    return out.getvalue()


def main():
    n_pages = int(sys.argv[1])
    page = json.load(sys.stdin)
    size = len(draw(page))
    times = []
    for _ in range(n_pages):
        started = time.perf_counter()
        draw(page)
        times.append(time.perf_counter() - started)
    print(statistics.median(times), size)


main()
