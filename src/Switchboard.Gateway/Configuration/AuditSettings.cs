using Switchboard.Gateway.Audit;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads the file's <c>audit</c> section. All but the durability may change while running.</summary>
internal static class AuditSettings
{
    public static AuditOptions Read(ConfigNode node)
    {
        var defaults = new AuditOptions();
        var options = defaults with
        {
            Durability = node.Value("durability", defaults.Durability, TryDurability, "os or disk"),
            Retention = node.Duration("retention", defaults.Retention),
            Hot = node.Duration("hot", defaults.Hot),
            SpoolLimit = node.Size("spool_limit", defaults.SpoolLimit),
            MinFree = node.Size("min_free", defaults.MinFree),
            SegmentSize = node.Size("segment_size", defaults.SegmentSize),
        };
        if (node.Text("content") is { } content && content is not ("none" or "redacted"))
        {
            node.Fault("content", $"is '{content}', but must be none: content is not stored before there is a redactor");
        }

        node.Close();
        return options;
    }

    private static bool TryDurability(string text, out AuditDurability value)
    {
        value = text == "disk" ? AuditDurability.Disk : AuditDurability.Os;
        return text is "os" or "disk";
    }
}
