using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Switchboard.Gateway.Telemetry;

/// <summary>
/// The <c>/metrics</c> page: listens to the product's meters and writes what they measured in the Prometheus text format (version 0.0.4).
/// The exporters for it are packages of their own; this is all of it that is needed.
/// </summary>
internal sealed class PrometheusPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentSeries> instruments = new();

    public PrometheusPage()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name.StartsWith("Switchboard.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
    }

    public string Write()
    {
        listener.RecordObservableInstruments();
        var page = new StringBuilder();
        foreach (var (instrument, series) in instruments.OrderBy(static i => i.Key.Name, StringComparer.Ordinal))
        {
            WriteInstrument(page, instrument, series.Bounds, series.ByTags);
        }

        return page.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = instruments.GetOrAdd(instrument, static i => new InstrumentSeries(Bounds(i), new(StringComparer.Ordinal)));
        var series = Find(all.ByTags, all.Bounds, tags);
        if (instrument.IsObservable)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private static Series Find(ConcurrentDictionary<string, Series> all, double[]? bounds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<char> room = stackalloc char[256];
        var length = 0;
        foreach (var (name, value) in tags)
        {
            if (!room[length..].TryWrite(CultureInfo.InvariantCulture, $"{(length == 0 ? "" : ",")}{name.Replace('.', '_')}=\"{Escape(value?.ToString() ?? "")}\"", out var written))
            {
                return all.GetOrAdd("tags=\"too long\"", static (_, b) => new Series(b), bounds);
            }

            length += written;
        }

        var lookup = all.GetAlternateLookup<ReadOnlySpan<char>>();
        return lookup.TryGetValue(room[..length], out var series) ? series : all.GetOrAdd(room[..length].ToString(), static (_, b) => new Series(b), bounds);
    }

    private static void WriteInstrument(StringBuilder page, Instrument instrument, double[]? bounds, ConcurrentDictionary<string, Series> all)
    {
        var counter = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
        var name = instrument.Name.Replace('.', '_') + Unit(instrument.Unit) + (counter ? "_total" : "");
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(bounds is not null ? "histogram" : counter ? "counter" : "gauge")}\n");
        foreach (var (tags, series) in all.OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            var (sum, count, buckets) = series.Read();
            if (bounds is null)
            {
                page.Append(CultureInfo.InvariantCulture, $"{name}{Braced(tags)} {sum}\n");
                continue;
            }

            var cumulative = 0L;
            for (var i = 0; i < bounds.Length; i++)
            {
                cumulative += buckets[i];
                page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braced(Join(tags, $"le=\"{bounds[i].ToString(CultureInfo.InvariantCulture)}\""))} {cumulative}\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braced(Join(tags, "le=\"+Inf\""))} {count}\n{name}_sum{Braced(tags)} {sum}\n{name}_count{Braced(tags)} {count}\n");
        }
    }

    private static double[]? Bounds(Instrument instrument) => instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : null;

    private static string Unit(string? unit) => unit switch { "s" => "_seconds", "By" => "_bytes", "USD" => "_usd", _ => "" };

    private static string Braced(string tags) => tags.Length == 0 ? "" : "{" + tags + "}";

    private static string Join(string tags, string more) => tags.Length == 0 ? more : tags + "," + more;

    private static string Escape(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0 ? value : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record InstrumentSeries(double[]? Bounds, ConcurrentDictionary<string, Series> ByTags);
}
