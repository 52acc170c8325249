namespace Switchboard.Gateway.Caching;

/// <summary>The answers used last, in memory, up to a number of bytes; the least recently used go first.</summary>
internal sealed class MemoryTier(long limit, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<CacheKey, LinkedListNode<(CacheKey Key, CachedAnswer Answer)>> byKey = [];
    private readonly LinkedList<(CacheKey Key, CachedAnswer Answer)> byUse = new();
    private long size;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return byKey.Count;
            }
        }
    }

    public CachedAnswer? Find(CacheKey key)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            if (node.Value.Answer.ExpiresAt <= time.GetUtcNow())
            {
                Remove(node);
                return null;
            }

            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    public void Save(CacheKey key, CachedAnswer answer)
    {
        lock (gate)
        {
            if (byKey.TryGetValue(key, out var old))
            {
                Remove(old);
            }

            byKey[key] = byUse.AddFirst((key, answer));
            size += answer.Size;
            while (size > limit && byUse.Last is { } oldest)
            {
                Remove(oldest);
            }
        }
    }

    private void Remove(LinkedListNode<(CacheKey Key, CachedAnswer Answer)> node)
    {
        byUse.Remove(node);
        byKey.Remove(node.Value.Key);
        size -= node.Value.Answer.Size;
    }
}
