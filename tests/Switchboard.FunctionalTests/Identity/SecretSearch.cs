using System.Text;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.FunctionalTests.Identity;

/// <summary>Looks for secrets wherever bytes are kept, and for one text that must be there, so that a blind search shows.</summary>
internal sealed class SecretSearch(string[] secrets)
{
    public void In(string where, string text) => In(where, Encoding.UTF8.GetBytes(text));

    public void In(string where, ReadOnlySpan<byte> bytes)
    {
        foreach (var secret in secrets)
        {
            foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
            {
                var at = bytes.IndexOf(encoding.GetBytes(secret));
                Assert.True(at < 0, at < 0 ? "" : $"{secret} is in {where}: …{Encoding.UTF8.GetString(bytes[Math.Max(0, at - 200)..Math.Min(bytes.Length, at + 200)])}…");
            }
        }
    }

    /// <summary>Every byte of a folder, as it stands: SQLite's file and its log, the journal's segments.</summary>
    public async Task InFilesAsync(string folder, string control)
    {
        var seen = new HashSet<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static p => Path.GetFileName(p) != FolderVolume.LockName))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes);
            In(path, bytes);
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(control)) >= 0)
            {
                seen.Add(Path.GetFileName(Path.GetDirectoryName(path)!));
            }
        }

        Assert.Contains("data", seen); // The store.
    }

    /// <summary>The journal's segments, inflated where they are sealed.</summary>
    public void InSealedSegments(string folder, string control)
    {
        var catalog = SegmentCatalog.Read(new FolderVolume(folder));
        var seen = false;
        foreach (var number in catalog.Numbers)
        {
            using var segment = catalog.Open(number);
            var bytes = new byte[segment.Length];
            segment.Read(bytes, 0);
            In($"segment {number}", bytes);
            seen |= catalog.IsSealed(number) && bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(control)) >= 0;
        }

        Assert.True(seen, "The search is blind: no sealed segment holds the id of the first request.");
    }
}
