namespace Switchboard.Gateway.Caching;

/// <summary>The answers used last, in memory, up to a number of bytes; the least recently used go first.</summary>
internal sealed class MemoryTier(long limit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CacheKey, LinkedListNode<(CacheKey Key, CachedAnswer Answer)>> _byKey = [];
    private readonly LinkedList<(CacheKey Key, CachedAnswer Answer)> _byUse = new();
    private long _size;
    private long _limit = limit;

    /// <summary>Bytes that may be held; less than before lets go at once.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set
        {
            lock (_gate)
            {
                _limit = value;
                Trim();
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    public CachedAnswer? Find(CacheKey key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            if (node.Value.Answer.ExpiresAt <= time.GetUtcNow())
            {
                Remove(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    public void Save(CacheKey key, CachedAnswer answer)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var old))
            {
                Remove(old);
            }

            _byKey[key] = _byUse.AddFirst((key, answer));
            _size += answer.Size;
            Trim();
        }
    }

    private void Trim()
    {
        while (_size > _limit && _byUse.Last is { } oldest)
        {
            Remove(oldest);
        }
    }

    private void Remove(LinkedListNode<(CacheKey Key, CachedAnswer Answer)> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        _size -= node.Value.Answer.Size;
    }
}
