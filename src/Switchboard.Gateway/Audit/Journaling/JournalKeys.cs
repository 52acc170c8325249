using System.Text;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The keys that authenticate the journal: the current one writes, earlier ones still verify what they wrote.</summary>
internal sealed class JournalKeys
{
    private const int MinimumKey = 32;

    private readonly Dictionary<string, byte[]> _keys;

    public JournalKeys(string currentId, byte[] key, IReadOnlyDictionary<string, byte[]>? earlier = null)
    {
        _keys = earlier is null ? [] : new Dictionary<string, byte[]>(earlier);
        _keys[currentId] = key;
        CurrentId = currentId;
        foreach ((string id, byte[] bytes) in _keys)
        {
            if (bytes.Length < MinimumKey || id.Length == 0 || Encoding.UTF8.GetByteCount(id) > SegmentHeader.KeyIdSize)
            {
                throw new ArgumentException(
                    $"Journal key '{id}': a key has at least {MinimumKey} bytes and its id 1 to {SegmentHeader.KeyIdSize}.", nameof(earlier));
            }
        }
    }

    public string CurrentId { get; }

    public ReadOnlySpan<byte> Current => _keys[CurrentId];

    public byte[]? Find(string id) => _keys.GetValueOrDefault(id);
}
