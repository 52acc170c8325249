using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Operations;

/// <summary>The files and batches that the vendor keeps for its one account.</summary>
internal sealed class Shelf
{
    private readonly ConcurrentDictionary<string, JsonObject> files = new();
    private readonly ConcurrentDictionary<string, JsonObject> batches = new();
    private int last;

    public Script? For(UpstreamRequest request, string tail)
    {
        string[] parts = tail.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var things = parts[0] == "files" ? files : parts[0] == "batches" ? batches : null;
        return (things, request.Method, parts) switch
        {
            (null, _, _) => null,
            (_, "POST", ["files"]) => Keep(files, Named("file", request, "file-")),
            (_, "POST", ["batches"]) => Keep(batches, Named("batch", request, "batch_")),
            (_, "GET", [_]) => List(things, request),
            (_, "GET", ["files", var id, "content"]) when files.ContainsKey(id) => Script.Body(200, "application/octet-stream", "line 1\nline 2\n"u8.ToArray()),
            (_, "GET", [_, var id]) when things.TryGetValue(id, out var found) => Script.Json(found.ToJsonString()),
            (_, "DELETE", ["files", var id]) when files.TryRemove(id, out _) => Script.Json(new JsonObject { ["id"] = id, ["object"] = "file", ["deleted"] = true }.ToJsonString()),
            (_, "POST", ["batches", var id, "cancel"]) when batches.TryGetValue(id, out var found) => Script.Json(Finished(found).ToJsonString()),
            _ => Script.Error(404, "No such object."),
        };
    }

    /// <summary>Puts a file there that nobody made through the gateway.</summary>
    public void Add(string fileId) => files[fileId] = new JsonObject { ["id"] = fileId, ["object"] = "file", ["filename"] = "foreign.jsonl", ["bytes"] = 1, ["purpose"] = "batch", ["created_at"] = 1 };

    private JsonObject Named(string kind, UpstreamRequest request, string prefix)
    {
        var made = new JsonObject { ["id"] = prefix + Interlocked.Increment(ref last).ToString("000", CultureInfo.InvariantCulture), ["object"] = kind, ["created_at"] = 1 };
        if (kind == "file")
        {
            (made["bytes"], made["filename"], made["purpose"], made["status"]) = (request.Length, "requests.jsonl", "batch", "processed");
        }
        else
        {
            made["endpoint"] = request.Json.GetProperty("endpoint").GetString();
            made["input_file_id"] = request.Json.GetProperty("input_file_id").GetString();
            (made["completion_window"], made["status"]) = ("24h", "validating");
        }

        return made;
    }

    /// <summary>A cancelled batch leaves the file of what it had done.</summary>
    private JsonObject Finished(JsonObject batch)
    {
        var output = $"file-of-{batch["id"]}";
        Add(output);
        (batch["status"], batch["output_file_id"]) = ("cancelling", output);
        return batch;
    }

    private static Script Keep(ConcurrentDictionary<string, JsonObject> things, JsonObject made)
    {
        things[made["id"]!.GetValue<string>()] = made;
        return Script.Json(made.ToJsonString());
    }

    private static Script List(ConcurrentDictionary<string, JsonObject> things, UpstreamRequest request)
    {
        var limit = request.Query.TryGetValue("limit", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 20;
        var after = request.Query.GetValueOrDefault("after", "");
        var rest = things.OrderBy(static t => t.Key, StringComparer.Ordinal).Where(t => string.CompareOrdinal(t.Key, after) > 0).Select(static t => t.Value).ToList();
        return Script.Json(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. rest.Take(limit).Select(static t => t.DeepClone())]), ["has_more"] = rest.Count > limit }.ToJsonString());
    }
}
