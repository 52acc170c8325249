using System.Text.Json;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Responses;

/// <summary>
/// Notes what of a responses' stream has reached its caller, so that a failure after the first byte can end it in order: with the same
/// response's id and the next event's number.
/// </summary>
public sealed class ResponsesTrail
{
    /// <summary>The response's id; null before its first event.</summary>
    public string? Id { get; private set; }

    /// <summary>The model that answers.</summary>
    public string? Model { get; private set; }

    /// <summary>The number of the next event.</summary>
    public long Next { get; private set; }

    /// <summary>Whether the stream has come to its end already.</summary>
    public bool Ended { get; private set; }

    /// <summary>Notes frames that leave.</summary>
    /// <param name="frames">Whole frames.</param>
    public void Note(ReadOnlySpan<byte> frames)
    {
        while (SseFrames.FindEnd(frames) is var length and > 0)
        {
            var frame = SseFrame.Read(frames[..length]);
            if (frame.HasData)
            {
                Note(frame.Event, frame.Data);
            }

            frames = frames[length..];
        }
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = JsonScan.Object(data);
            while (JsonScan.NextField(ref reader))
            {
                if (reader.ValueTextEquals("sequence_number"u8))
                {
                    Next = Math.Max(Next, (JsonScan.Whole(ref reader) ?? -1) + 1);
                }
                else if (Id is null && reader.ValueTextEquals("response"u8))
                {
                    var top = default(ResponsesTop);
                    top.Read(ref reader);
                    (Id, Model) = (top.Id, top.Model);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // A vendor's odd frame tells nothing.
        }

        Ended |= name.SequenceEqual("response.completed"u8) || name.SequenceEqual("response.incomplete"u8) || name.SequenceEqual("response.failed"u8);
    }
}
