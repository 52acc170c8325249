using System.Buffers.Binary;
using System.Text.Json;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// Open reservations in memory that outlives the process, one in a slot: state u32 (1 open), length u32, CRC-32C of the body u32, zero u32,
/// then the reservation as JSON. What is open after a crash becomes a record. The slots are no part of the chain.
/// </summary>
internal sealed class ReservationTable : IDisposable
{
    public const string Name = "reservations";

    /// <summary>2,048 slots.</summary>
    public const int DefaultSize = 2 << 20;

    private const int SlotSize = 1024;
    private const int BodyAt = 16;
    private const uint Open = 1;

    private readonly Lock _gate = new();
    private readonly ISharedMemory _memory;
    private readonly int[] _free;
    private int _freeCount;

    public ReservationTable(ISharedMemory memory)
    {
        _memory = memory;
        _free = new int[memory.Size / SlotSize];
        Left = ReadSlots();
    }

    /// <summary>What the last run left open; their slots stay taken until they are closed.</summary>
    public IReadOnlyList<Reservation> Left { get; }

    public int Count => _free.Length - Volatile.Read(ref _freeCount);

    /// <summary>Notes a reservation and its slot; false where all slots are taken, or it is too long for one.</summary>
    public bool TryOpen(Reservation reservation, ReadOnlySpan<byte> json)
    {
        if (json.Length > SlotSize - BodyAt || Take() is not { } slot)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[BodyAt];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], json.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Crc32C.Of(json));
        int at = slot * SlotSize;
        _memory.Write(json, at + BodyAt);
        _memory.Write(header, at);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Open);
        _memory.Write(header[..4], at); // Last, so that a killed process leaves no half of one.
        reservation.Slot = slot;
        return true;
    }

    /// <summary>Gives a reservation's slot back, if it has one.</summary>
    public void Close(Reservation reservation)
    {
        if (reservation.Slot is not { } slot)
        {
            return;
        }

        reservation.Slot = null;
        Span<byte> closed = stackalloc byte[4];
        closed.Clear();
        _memory.Write(closed, slot * SlotSize);
        lock (_gate)
        {
            _free[_freeCount++] = slot;
        }
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>The slot that was used last, whose memory is near.</summary>
    private int? Take()
    {
        lock (_gate)
        {
            return _freeCount == 0 ? null : _free[--_freeCount];
        }
    }

    private List<Reservation> ReadSlots()
    {
        var left = new List<Reservation>();
        Span<byte> slotBytes = stackalloc byte[SlotSize];
        for (int slot = _free.Length - 1; slot >= 0; slot--)
        {
            _memory.Read(slotBytes, slot * SlotSize);
            if (Read(slotBytes) is { } reservation)
            {
                reservation.Slot = slot;
                left.Add(reservation);
            }
            else
            {
                _free[_freeCount++] = slot;
            }
        }

        return left;
    }

    private static Reservation? Read(ReadOnlySpan<byte> slot)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(slot[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(slot) != Open || length is < 0 or > SlotSize - BodyAt)
        {
            return null;
        }

        ReadOnlySpan<byte> body = slot.Slice(BodyAt, length);
        if (Crc32C.Of(body) != BinaryPrimitives.ReadUInt32LittleEndian(slot[8..]))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, GatewayJsonContext.Default.Reservation);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
