using Anthropic.Models.Messages;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>Puts a message together from its events, and holds the blocks to their order.</summary>
internal sealed class AnthropicStreamNotes(Seen seen)
{
    private readonly Dictionary<long, SeenTool?> open = [];
    private long started;

    public void Add(RawMessageStreamEvent item)
    {
        if (item.TryPickStart(out var start))
        {
            (seen.Id, seen.Model) = (start.Message.ID, start.Message.Model.Raw());
        }
        else if (item.TryPickContentBlockStart(out var block))
        {
            Assert.Equal(started++, block.Index);
            open.Add(block.Index, block.ContentBlock.TryPickToolUse(out var made) ? new SeenTool { Index = seen.Calls.Count, Id = made.ID, Name = made.Name } : null);
            seen.Calls.AddRange(open[block.Index] is { } call ? [call] : []);
        }
        else if (item.TryPickContentBlockDelta(out var delta))
        {
            Assert.Contains(delta.Index, open.Keys);
            seen.Pieces.AddRange(delta.Delta.TryPickText(out var text) ? [text.Text] : []);
            seen.Text = string.Concat(seen.Pieces);
            open[delta.Index]?.Add(delta.Delta.TryPickInputJson(out var json) ? json.PartialJson : "");
        }
        else if (item.TryPickContentBlockStop(out var stop))
        {
            Assert.True(open.Remove(stop.Index));
        }
        else if (item.TryPickDelta(out var end))
        {
            Assert.Empty(open);
            var read = end.Usage.CacheReadInputTokens ?? 0;
            seen.Finish = end.Delta.StopReason?.Raw();
            seen.Usage = new((end.Usage.InputTokens ?? 0) + read + (end.Usage.CacheCreationInputTokens ?? 0), end.Usage.OutputTokens, read);
        }
    }
}
