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

        var items = new List<InputItem>(InputItems.Asked(kept).Reverse());
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

            items.AddRange(InputItems.Answered(earlier).Reverse());
            items.AddRange(InputItems.Asked(earlier).Reverse());
            turn = earlier;
        }

        if (page.OldestFirst)
        {
            items.Reverse();
        }

        return page.Of(items);
    }
}
