using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>
/// All that was the input of a response that is kept here: its request's items, and before them the turns that it went on from, as far as they
/// are the same tenant's and still kept. The newest turn is read first, and no more turns than the page needs; the bytes are bounded as those
/// of a conversation that goes on are.
/// </summary>
internal sealed class InputHistory(IResponseStore store, SettingsInForce settings, TimeProvider time)
{
    public async ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> PageAsync(StoredResponse kept, HoldingAsk ask, CancellationToken cancel)
    {
        var (page, error) = InputPage.Read(ask);
        if (page is null)
        {
            return (default, error);
        }

        var (items, ids) = (new List<InputItem>(), new HashSet<string>(StringComparer.Ordinal));
        Add(items, ids, InputItems.Asked(kept));
        var (turn, now, size) = (kept, time.GetUtcNow(), (long)kept.Size);
        while (turn.Previous is { } before && (page.OldestFirst || !page.IsWithin(items)))
        {
            // Where a turn was deleted or is too old, or a vendor keeps it, what came after it is all that there is.
            if (await store.FindAsync(kept.Tenant, before, now, cancel) is not { Provider: null } earlier)
            {
                break;
            }

            size += earlier.Size;
            if (size > settings.Server.BodyLimit + (long)kept.Size)
            {
                return (default, new(ErrorKind.TooLarge, $"What '{kept.Id}' was asked with is over the limit of {settings.Server.BodyLimit} bytes. Ask for the newest items, in pages (order=desc), or for an earlier response's."));
            }

            Add(items, ids, InputItems.Answered(earlier));
            Add(items, ids, InputItems.Asked(earlier));
            turn = earlier;
        }

        if (page.OldestFirst)
        {
            items.Reverse();
        }

        return page.Of(items);
    }

    /// <summary>Adds items, the newest first. A page goes on after an id, so an id that a caller gave twice stands for the newest of its items alone.</summary>
    private static void Add(List<InputItem> items, HashSet<string> ids, IEnumerable<InputItem> turn)
    {
        foreach (var item in turn.Reverse())
        {
            var id = item.Id;
            while (!ids.Add(id))
            {
                id = $"{id}_{items.Count}";
            }

            items.Add(item with { Id = id });
        }
    }
}
