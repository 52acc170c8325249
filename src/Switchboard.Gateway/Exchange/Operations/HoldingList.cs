using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Switchboard.Gateway.Holdings;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>A vendor's list as far as it is the caller's, gathered from as many of the vendor's pages as that takes.</summary>
/// <param name="kind">What is listed.</param>
/// <param name="ask">Which part the caller asks for.</param>
/// <param name="mine">The caller's ids; null for all.</param>
internal sealed class HoldingList(string kind, HoldingAsk ask, IReadOnlySet<string>? mine)
{
    private const int MostPages = 20;

    /// <summary>The vendor's largest page: OpenAI's of files and of batches.</summary>
    private readonly int _page = kind == Holding.File ? 10_000 : 100;

    private readonly int _wanted = int.TryParse(ask.Part("limit"), CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : kind == Holding.File ? 10_000 : 20;
    private readonly List<byte[]> _items = [];
    private readonly List<string> _ids = [];
    private string? _after = ask.Part("after");
    private int _pages;
    private bool _more = true;

    /// <summary>The query of the next page; null where there is enough, or nothing more.</summary>
    public string? NextQuery()
    {
        if (!_more || _items.Count > _wanted || _pages == MostPages)
        {
            return null;
        }

        var parts = ask.Query.Where(static p => p.Key is not ("limit" or "after")).Append(new("limit", _page.ToString(CultureInfo.InvariantCulture)));
        return string.Join('&', (_after is null ? parts : parts.Append(new("after", _after))).Select(static p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
    }

    /// <summary>Takes a page; false where it is none.</summary>
    public bool Take(ReadOnlyMemory<byte> page)
    {
        try
        {
            using var document = JsonDocument.Parse(page);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            string? last = null;
            foreach (var item in data.EnumerateArray())
            {
                last = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
                if (last is not null && mine?.Contains(last) != false)
                {
                    _items.Add(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(item).ToArray());
                    _ids.Add(last);
                }
            }

            _pages++;
            _more = last is not null && last != _after && document.RootElement.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;
            _after = last;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The list for the caller.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var count = Math.Min(_items.Count, _wanted);
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "list"u8);
            writer.WriteStartArray("data"u8);
            foreach (var item in _items.Take(count))
            {
                writer.WriteRawValue(item, skipInputValidation: true);
            }

            writer.WriteEndArray();
            if (count > 0)
            {
                writer.WriteString("first_id"u8, _ids[0]);
                writer.WriteString("last_id"u8, _ids[count - 1]);
            }

            writer.WriteBoolean("has_more"u8, _items.Count > count);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }
}
